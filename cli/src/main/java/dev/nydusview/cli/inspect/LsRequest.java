package dev.nydusview.cli.inspect;

import dev.nydusview.base.SafeText;
import dev.nydusview.inspect.Entry;
import dev.nydusview.inspect.LocatedFile;
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
            "Lists files of an image; only metadata is fetched.",
            "",
            "In names, bytes that are not printable UTF-8 are shown as \\xHH, a backslash as \\\\; all "
                    + "commands take paths in this form."
        },
        footer = {
            "  nydusview ls ghcr.io/example/app:nydus",
            "  nydusview ls -lh ghcr.io/example/app:nydus /etc",
            "  nydusview ls -R --format ndjson oci:build/layout:latest /usr/bin",
        })
final class LsRequest implements Request {
    @Parameters(
            index = "0..*",
            arity = "0..*",
            paramLabel = "PATH",
            description = "Files and directories to list (default: the root; at the prompt, the current directory).")
    List<String> paths = List.of();

    @Option(
            names = {"-l", "--long"},
            fallbackValue = "true",
            description = "Show mode, links, owner, group, size and time.")
    boolean details;

    @Option(
            names = {"-h", "--human-readable"},
            fallbackValue = "true",
            description = "Show sizes with units, such as 1.5 MiB.")
    boolean readable;

    @Option(
            names = {"-a", "--all"},
            fallbackValue = "true",
            description = "List names that begin with a dot too, as is done anyway.")
    boolean all;

    @Option(
            names = {"-i", "--inode"},
            fallbackValue = "true",
            description = "Show type and inode number (default: true at the prompt, otherwise false).")
    boolean inodes;

    @Option(
            names = {"-R", "--recursive"},
            fallbackValue = "true",
            description = "List everything below PATH, one full path per line.")
    boolean recursive;

    @Option(
            names = {"-d", "--directory"},
            fallbackValue = "true",
            description = "List a directory itself, not its contents.")
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
            LocatedFile at = session.locate(path);
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
                return LongLine.of(inode, shown, session.tree(), new LongLine.Style(numbers, readable));
            }
            return numbers
                    ? String.format(Locale.ROOT, "%c    %-8d %s", inode.type().letter(), inode.number(), shown)
                    : shown;
        }
    }
}
