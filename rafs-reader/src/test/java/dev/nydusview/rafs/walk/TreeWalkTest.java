package dev.nydusview.rafs.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.MemoryTree;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeWalkTest {
    private final MemoryTree tree = new MemoryTree();
    private final List<String> visited = new ArrayList<>();
    private final List<String> damaged = new ArrayList<>();
    private long bin;
    private long deep;

    /** {@code /bin/{a,b,c}}, {@code /etc/deep/x}, {@code /z}. */
    @BeforeEach
    void grow() {
        bin = tree.directory(MemoryTree.ROOT, "bin");
        tree.file(bin, "a", 0, List.of());
        tree.file(bin, "b", 0, List.of());
        tree.file(bin, "c", 0, List.of());
        deep = tree.directory(tree.directory(MemoryTree.ROOT, "etc"), "deep");
        tree.file(deep, "x", 0, List.of());
        tree.file(MemoryTree.ROOT, "z", 0, List.of());
    }

    private boolean visit(EntryPath path, Inode inode) {
        visited.add(path + (inode.isDirectory() ? "/" : ""));
        return true;
    }

    private void damage(EntryPath path, IOException failure) {
        damaged.add(path + ": " + failure.getMessage());
    }

    @Test
    void eachDirectoryComesBeforeItsEntries() throws IOException {
        TreeWalk.all(tree, this::visit, TreeWalk.Damage.FATAL);
        assertThat(visited)
                .containsExactly("/bin/", "/bin/a", "/bin/b", "/bin/c", "/etc/", "/etc/deep/", "/etc/deep/x", "/z");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void imagesOfBothFormatsAreWalkedInOrder(boolean v5) throws IOException {
        SourceTree source = new SourceTree()
                .directory("/b")
                .directory("/b/d")
                .file("/b/d/e", new byte[1])
                .file("/a", new byte[1])
                .file("/\u00ff", new byte[1]);
        ImageBuilder<?> builder = v5 ? ImageBuilder.v5() : ImageBuilder.v6();
        InodeTree image = RafsImage.open(ByteBuffer.wrap(builder.build(source).bootstrap()))
                .tree();
        TreeWalk.all(image, this::visit, TreeWalk.Damage.FATAL);
        assertThat(visited).containsExactly("/a", "/b/", "/b/d/", "/b/d/e", "/\\xff");
    }

    @Test
    void visitorEndsTheWalk() throws IOException {
        TreeWalk.all(tree, (path, inode) -> visit(path, inode) && path.depth() < 3, TreeWalk.Damage.FATAL);
        assertThat(visited).endsWith("/etc/deep/", "/etc/deep/x");
    }

    @Test
    void failureOfTheVisitorIsNoDamage() {
        TreeWalk.Visitor visitor = (path, inode) -> {
            throw new IOException("full");
        };
        assertThatThrownBy(() -> TreeWalk.all(tree, visitor, this::damage)).hasMessage("full");
        assertThat(damaged).isEmpty();
    }

    @Test
    void directoriesAreEnteredOnDemand() throws IOException {
        EntryPath etc = EntryPath.ROOT.child(RawName.of("etc"));
        Inode directory =
                tree.inode(tree.lookup(tree.inode(MemoryTree.ROOT), etc.name()).orElseThrow());
        TreeWalk.below(tree, etc, directory, this::visit, TreeWalk.Damage.FATAL);
        assertThat(visited).containsExactly("/etc/deep/", "/etc/deep/x");

        visited.clear();
        TreeWalk.below(
                tree,
                EntryPath.ROOT,
                tree.inode(MemoryTree.ROOT),
                this::visit,
                (path, inode) -> path.depth() < 2 && !path.name().equals(RawName.of("bin")),
                TreeWalk.Damage.FATAL);
        assertThat(visited).containsExactly("/bin/", "/etc/", "/etc/deep/", "/z");

        visited.clear();
        TreeWalk.children(tree, EntryPath.ROOT, tree.inode(MemoryTree.ROOT), this::visit, TreeWalk.Damage.FATAL);
        assertThat(visited).containsExactly("/bin/", "/etc/", "/z");
    }

    @Test
    void damageHidesNoNeighbour() throws IOException {
        tree.corrupt(tree.lookup(tree.inode(bin), RawName.of("b")).orElseThrow());
        tree.corrupt(deep);
        TreeWalk.all(tree, this::visit, this::damage);
        assertThat(visited).containsExactly("/bin/", "/bin/a", "/bin/c", "/etc/", "/z");
        assertThat(damaged).containsExactly("/bin/b: inode 4 is corrupt", "/etc/deep: inode " + deep + " is corrupt");
    }

    @Test
    void directoryThatCannotBeListedToItsEndIsDamage() throws IOException {
        tree.corruptEntries(bin);
        TreeWalk.all(tree, this::visit, this::damage);
        assertThat(visited).containsExactly("/bin/", "/bin/a", "/bin/b", "/etc/", "/etc/deep/", "/etc/deep/x", "/z");
        assertThat(damaged).containsExactly("/bin: the entries of inode " + bin + " are corrupt");
    }

    @Test
    void fatalDamageEndsTheWalk() {
        tree.corrupt(deep);
        assertThatThrownBy(() -> TreeWalk.all(tree, this::visit, TreeWalk.Damage.FATAL))
                .isInstanceOf(RafsFormatException.class)
                .hasMessageContaining("inode " + deep + " is corrupt");
        assertThat(visited).endsWith("/etc/");
    }

    /** Otherwise an image that consists of failures would keep a program busy in proportion to its size. */
    @Test
    void walkOfFailuresIsGivenUp() throws IOException {
        MemoryTree hostile = new MemoryTree();
        for (int i = 0; i < 70_000; i++) {
            hostile.corrupt(hostile.file(MemoryTree.ROOT, "f" + i, 0, List.of()));
        }
        TreeWalk.all(hostile, this::visit, this::damage);
        assertThat(damaged).hasSize((1 << 16) + 1);
    }

    @Test
    void readableTreesAreReadAroundDamage() {
        tree.corrupt(deep);
        TreeWalk.readable(tree, this::visit);
        assertThat(visited).containsExactly("/bin/", "/bin/a", "/bin/b", "/bin/c", "/etc/", "/z");
    }

    @Test
    void firstPathOfEachInodeIsFound() {
        long file = tree.file(deep, "y", 0, List.of());
        tree.link(MemoryTree.ROOT, "again", file);
        Map<Long, EntryPath> paths = FilePaths.of(tree, Set.of(file, bin, 4711L));
        assertThat(paths).hasSize(2);
        assertThat(paths.get(bin)).hasToString("/bin");
        assertThat(paths.get(file)).hasToString("/etc/deep/y");
    }
}
