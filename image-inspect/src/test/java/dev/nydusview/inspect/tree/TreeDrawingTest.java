package dev.nydusview.inspect.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.inspect.TestImages;
import dev.nydusview.rafs.MemoryTree;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.walk.TreeWalk;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeDrawingTest {
    private static final TreeDrawing.Style ALL = new TreeDrawing.Style(Integer.MAX_VALUE, false, false);

    private static SourceTree source() {
        return new SourceTree()
                .directory("/a")
                .directory("/a/b")
                .file("/a/b/c", new byte[0])
                .file("/a/d", new byte[0])
                .directory("/e")
                .file("/e/f", new byte[0]);
    }

    private static List<String> draw(InodeTree tree, TreeDrawing.Style style, TreeWalk.Damage damage)
            throws IOException {
        List<String> lines = new ArrayList<>();
        TreeDrawing.run(
                tree,
                EntryPath.ROOT,
                tree.inode(tree.root()),
                style,
                (way, path, inode, depth) -> lines.add(way + path.name() + " " + depth),
                damage);
        return lines;
    }

    private static List<String> draw(TreeDrawing.Style style) throws IOException {
        return draw(TestImages.of(source()).tree(), style, TreeWalk.Damage.FATAL);
    }

    @Test
    void linesLeadToEachEntry() throws IOException {
        assertThat(draw(ALL))
                .containsExactly("├── a 1", "│   ├── b 2", "│   │   └── c 3", "│   └── d 2", "└── e 1", "    └── f 2");
    }

    @Test
    void plainLettersDrawItToo() throws IOException {
        assertThat(draw(new TreeDrawing.Style(2, false, true)))
                .containsExactly("|-- a 1", "|   |-- b 2", "|   `-- d 2", "`-- e 1", "    `-- f 2");
    }

    @Test
    void filesCanBeLeftOut() throws IOException {
        assertThat(draw(new TreeDrawing.Style(Integer.MAX_VALUE, true, false)))
                .containsExactly("├── a 1", "│   └── b 2", "└── e 1");
    }

    @Test
    void damageHidesNoNeighbour() throws IOException {
        MemoryTree tree = new MemoryTree();
        long directory = tree.directory(MemoryTree.ROOT, "a");
        tree.file(directory, "b", 0, List.of());
        tree.corrupt(tree.file(directory, "c", 0, List.of()));
        tree.file(MemoryTree.ROOT, "d", 0, List.of());
        List<String> damaged = new ArrayList<>();
        assertThat(draw(tree, ALL, (path, failure) -> damaged.add(path.toString())))
                .containsExactly("├── a 1", "│   └── b 2", "└── d 1");
        assertThat(damaged).containsExactly("/a/c");
    }
}
