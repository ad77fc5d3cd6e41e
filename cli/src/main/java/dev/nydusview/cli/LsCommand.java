package dev.nydusview.cli;

import dev.nydusview.cli.exit.ExitCode;
import dev.nydusview.cli.listing.ListingPrinter;
import dev.nydusview.cli.options.FormatOption;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.OverlayOptions;
import dev.nydusview.cli.output.TextOutput;
import dev.nydusview.inspect.path.Escapes;
import dev.nydusview.inspect.path.ImagePath;
import dev.nydusview.inspect.path.PathResolver;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import dev.nydusview.rafs.RawName;
import dev.nydusview.rafs.walk.EntryPath;
import dev.nydusview.rafs.walk.TreeWalk;
import dev.nydusview.registry.NydusImage;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ls REF [PATH]}. */
@Command(
        name = "ls",
        description = {
            "Lists files of an image, fetching nothing but its metadata.",
            "",
            "Bytes of names that are not printable UTF-8 show as \\xHH, a backslash as \\\\; "
                    + "stat and cat take paths in the same form."
        },
        footer = {
            "  nydusview ls ghcr.io/example/app:nydus",
            "  nydusview ls -l ghcr.io/example/app:nydus /etc",
            "  nydusview ls -R --format ndjson oci:build/layout:latest /usr/bin",
        })
final class LsCommand implements Subcommand {
    private final Environment environment;

    @Parameters(index = "0", paramLabel = "REF", description = "The image.")
    String reference = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "PATH", description = "What to list; the root if not given.")
    String path = "/";

    @Option(
            names = {"-l", "--long"},
            fallbackValue = "true",
            description = "Mode, links, owner, group, size, time.")
    boolean details;

    @Option(
            names = {"-R", "--recursive"},
            fallbackValue = "true",
            description = "Everything below PATH, one full path a line.")
    boolean recursive;

    @Mixin
    OverlayOptions image = new OverlayOptions();

    @Mixin
    FormatOption format = new FormatOption();

    @Mixin
    OutputOptions output = new OutputOptions();

    LsCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        ImagePath wanted = ImagePath.parse(path);
        try (NydusImage opened = image.open(reference, environment, output);
                TextOutput out = new TextOutput(environment.out())) {
            InodeTree tree = opened.rafs().tree();
            Inode inode = new PathResolver(tree).noFollow(wanted);
            try (ListingPrinter printer = new ListingPrinter(out, tree, format.format(), details, opened.name())) {
                list(tree, wanted.toString(), inode, printer);
            }
        }
        return ExitCode.OK.code();
    }

    private void list(InodeTree tree, String from, Inode inode, ListingPrinter printer) throws IOException {
        if (!inode.isDirectory()) {
            printer.print(from, from, inode);
        } else {
            EntryPath start = EntryPath.ROOT;
            for (RawName name : ImagePath.parse(from).names()) {
                start = start.child(name);
            }
            TreeWalk.Visitor visitor = (path, child) -> {
                String at = ImagePath.of(path).toString();
                printer.print(at, recursive ? at : Escapes.escape(path.name().bytes()), child);
                return true;
            };
            if (recursive) {
                TreeWalk.below(tree, start, inode, visitor, TreeWalk.Damage.FATAL);
            } else {
                TreeWalk.children(tree, start, inode, visitor, TreeWalk.Damage.FATAL);
            }
        }
    }

    @Override
    public List<ExitCode> exitCodes() {
        return READING;
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
