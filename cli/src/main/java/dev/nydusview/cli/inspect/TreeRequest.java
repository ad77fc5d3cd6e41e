package dev.nydusview.cli.inspect;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nydusview.base.Quantity;
import dev.nydusview.base.SafeText;
import dev.nydusview.inspect.Entry;
import dev.nydusview.inspect.LocatedFile;
import dev.nydusview.inspect.tree.TreeDrawing;
import dev.nydusview.jobs.output.Format;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.path.ImagePath;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tree}. */
@Command(
        name = "tree",
        description = "Draws the tree of directories and files.",
        footer = {
            "  nydusview tree -L 2 ghcr.io/example/app:nydus",
            "  nydusview tree --size ghcr.io/example/app:nydus /etc",
        })
final class TreeRequest implements Request {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PATH",
            description = "Directory to draw (default: the root; at the prompt, the current directory).")
    String path = ".";

    @Option(
            names = {"-L", "--level"},
            paramLabel = "N",
            description = "Draw at most N levels (default: all).")
    int level = Integer.MAX_VALUE;

    @Option(
            names = {"-d", "--directories"},
            fallbackValue = "true",
            description = "Draw only directories.")
    boolean directoriesOnly;

    @Option(
            names = {"-s", "--size"},
            fallbackValue = "true",
            description = "Show the sizes of files, in bytes.")
    boolean sizes;

    @Option(names = "--ascii", fallbackValue = "true", description = "Draw with ASCII characters.")
    boolean ascii;

    /** An entry with its depth: 1 for the entries of the requested directory. */
    record Item(int depth, @JsonUnwrapped Entry entry) {}

    @Override
    public void answer(Session session, Answers answers) throws IOException {
        LocatedFile start = session.locate(path);
        Counts counts = new Counts();
        try (ItemStream items = answers.stream(session.label(), "entries")) {
            if (answers.format() == Format.TABLE) {
                answers.out().line(ImagePath.of(start.path()).toString());
            }
            if (start.inode().isDirectory()) {
                TreeDrawing.run(
                        session.tree(),
                        start.path(),
                        start.inode(),
                        new TreeDrawing.Style(level, directoriesOnly, ascii),
                        (lines, place, inode, depth) -> {
                            counts.add(inode);
                            items.print(
                                    () -> item(session, place, inode, depth),
                                    () -> lines + shown(session, place, inode));
                        },
                        session::damaged);
            }
            if (answers.format() == Format.TABLE) {
                answers.out().line("");
                answers.out().line(counts.toString());
            }
        }
    }

    private static Item item(Session session, EntryPath place, Inode inode, int depth) throws IOException {
        return new Item(depth, Entry.of(ImagePath.of(place).toString(), inode, session.tree()));
    }

    private String shown(Session session, EntryPath place, Inode inode) throws IOException {
        String name = SafeText.escape(place.name().bytes());
        String size = sizes && inode.isRegular() ? "[" + inode.size() + "]  " : "";
        return inode.type() == FileType.SYMLINK
                ? name + " -> "
                        + SafeText.escape(session.tree().symlinkTarget(inode).bytes())
                : size + name;
    }

    private static final class Counts {
        private long directories;
        private long files;

        void add(Inode inode) {
            if (inode.isDirectory()) {
                directories++;
            } else {
                files++;
            }
        }

        @Override
        public String toString() {
            String noun = directories == 1 ? " directory, " : " directories, ";
            return directories + noun + Quantity.of(files, "file");
        }
    }
}
