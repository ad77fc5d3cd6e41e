package dev.nydusview.cli.inspect;

import dev.nydusview.base.SafeText;
import dev.nydusview.inspect.Entry;
import dev.nydusview.inspect.Located;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.path.ImagePath;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ls}. */
@Command(
        name = "ls",
        description = {
            "Lists files of an image, fetching nothing but its metadata.",
            "",
            "Bytes of names that are not printable UTF-8 show as \\xHH, a backslash as \\\\; "
                    + "all commands take paths in the same form."
        },
        footer = {
            "  nydusview ls ghcr.io/example/app:nydus",
            "  nydusview ls -l ghcr.io/example/app:nydus /etc",
            "  nydusview ls -R --format ndjson oci:build/layout:latest /usr/bin",
        })
public final class LsRequest implements Request {
    @Parameters(
            index = "0..*",
            arity = "0..*",
            paramLabel = "PATH",
            description = "What to list; the root, or at the prompt the current directory, if not given.")
    List<String> paths = List.of();

    @Option(
            names = {"-l", "--long"},
            fallbackValue = "true",
            description = "Mode, links, owner, group, size, time.")
    boolean details;

    @Option(
            names = {"-i", "--inode"},
            fallbackValue = "true",
            description = "Type and inode number; the default at the prompt.")
    boolean inodes;

    @Option(
            names = {"-R", "--recursive"},
            fallbackValue = "true",
            description = "Everything below PATH, one full path a line.")
    boolean recursive;

    @Option(
            names = {"-d", "--directory"},
            fallbackValue = "true",
            description = "A directory itself, not what is in it.")
    boolean directory;

    @Override
    public void answer(Session session, Answers answers) throws IOException {
        try (ItemStream items = answers.stream(session.label(), "entries")) {
            boolean numbers = inodes || (answers.prompted() && !details);
            Listing listing = new Listing(session, items, numbers);
            for (String path : paths.isEmpty() ? List.of(".") : paths) {
                listing.add(path);
            }
        }
    }

    /** An entry that cannot be read, as JSON has it. */
    record Damaged(String path, String error) {}

    private final class Listing {
        private final Session session;
        private final ItemStream items;
        private final boolean numbers;

        Listing(Session session, ItemStream items, boolean numbers) {
            this.session = session;
            this.items = items;
            this.numbers = numbers;
        }

        void add(String path) throws IOException {
            Located at = session.locate(path);
            if (!at.inode().isDirectory() || directory) {
                print(at.path(), at.inode(), ImagePath.of(at.path()).toString());
            } else if (recursive) {
                TreeWalk.below(session.tree(), at.path(), at.inode(), this::full, this::damaged);
            } else {
                TreeWalk.children(session.tree(), at.path(), at.inode(), this::named, this::damaged);
            }
        }

        private boolean full(EntryPath path, Inode inode) throws IOException {
            print(path, inode, ImagePath.of(path).toString());
            return true;
        }

        private boolean named(EntryPath path, Inode inode) throws IOException {
            print(path, inode, SafeText.escape(path.name().bytes()));
            return true;
        }

        private void damaged(EntryPath path, IOException failure) throws IOException {
            session.damaged(path, failure);
            String shown = ImagePath.of(path).toString();
            items.print(() -> new Damaged(shown, String.valueOf(failure.getMessage())), () -> "?    " + shown);
        }

        private void print(EntryPath path, Inode inode, String shown) throws IOException {
            items.print(() -> Entry.of(ImagePath.of(path).toString(), inode, session.tree()), () -> line(inode, shown));
        }

        private String line(Inode inode, String shown) throws IOException {
            if (details) {
                return LongLine.of(inode, shown, session.tree(), numbers);
            }
            return numbers
                    ? String.format(Locale.ROOT, "%c    %-8d %s", inode.type().letter(), inode.number(), shown)
                    : shown;
        }
    }
}
