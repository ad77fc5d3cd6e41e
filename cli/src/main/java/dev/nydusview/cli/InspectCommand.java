package dev.nydusview.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.nydusview.cli.exit.CommandException;
import dev.nydusview.cli.exit.ExitCode;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.output.Json;
import dev.nydusview.cli.output.TextOutput;
import dev.nydusview.inspect.entry.Entry;
import dev.nydusview.inspect.path.ImagePath;
import dev.nydusview.rafs.BlobInfo;
import dev.nydusview.rafs.InodeTree;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.walk.EntryPath;
import dev.nydusview.rafs.walk.TreeWalk;
import dev.nydusview.registry.NydusImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code inspect REF -R REQUEST}. */
@Command(
        name = "inspect",
        description =
                "Answers one request about an image's metadata as compact JSON, in the keys of nydus-image inspect.",
        footer = {
            "  nydusview inspect ghcr.io/example/app:nydus -R stats",
            "  nydusview inspect ghcr.io/example/app:nydus -R blobs",
            "  nydusview inspect bootstrap:image.boot -R ls",
        })
final class InspectCommand implements Subcommand {
    private final Environment environment;

    @Parameters(index = "0", paramLabel = "REF", description = "The image.")
    String reference = "";

    @Option(
            names = {"-R", "--request"},
            paramLabel = "REQUEST",
            description = "stats: number of inodes; blobs: the blob table; ls: the entries of the root directory.")
    @Nullable
    String request;

    @Mixin
    ImageOptions image = new ImageOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    InspectCommand(Environment environment) {
        this.environment = environment;
    }

    record Stats(@JsonProperty("inodes_count") long inodesCount) {}

    record Blob(
            @JsonProperty("blob_id") String blobId,
            @JsonProperty("compressed_size") long compressedSize,
            @JsonProperty("decompressed_size") long decompressedSize,
            @JsonProperty("readahead_offset") long readaheadOffset,
            @JsonProperty("readahead_size") long readaheadSize) {

        static Blob of(BlobInfo blob) {
            return new Blob(
                    blob.id(),
                    blob.compressedSize(),
                    blob.uncompressedSize(),
                    blob.readaheadOffset(),
                    blob.readaheadSize());
        }
    }

    /** Answers a request from an opened image. */
    @FunctionalInterface
    private interface Request {
        Object answer(RafsImage image) throws IOException;
    }

    @Override
    public Integer call() throws IOException {
        Request wanted = request(request);
        try (NydusImage opened = image.open(reference, environment, output);
                TextOutput out = new TextOutput(environment.out())) {
            Json.write(out, wanted.answer(opened.rafs()));
            out.line("");
        }
        return ExitCode.OK.code();
    }

    private static Request request(@Nullable String name) throws CommandException {
        if (name == null) {
            throw new CommandException(ExitCode.USAGE, "there is no prompt yet: say -R stats, -R blobs or -R ls");
        }
        return switch (name) {
            case "stats" -> image -> new Stats(image.superblock().inodesCount());
            case "blobs" -> image -> image.blobs().stream().map(Blob::of).toList();
            case "ls" -> image -> rootEntries(image.tree());
            default ->
                throw new CommandException(
                        ExitCode.USAGE, "unknown request '" + name + "': say -R stats, -R blobs or -R ls");
        };
    }

    private static List<Entry> rootEntries(InodeTree tree) throws IOException {
        List<Entry> entries = new ArrayList<>();
        TreeWalk.Visitor visitor =
                (path, inode) -> entries.add(Entry.of(ImagePath.of(path).toString(), inode, tree));
        TreeWalk.children(tree, EntryPath.ROOT, tree.inode(tree.root()), visitor, TreeWalk.Damage.FATAL);
        return entries;
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
