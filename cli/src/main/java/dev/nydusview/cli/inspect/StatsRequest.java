package dev.nydusview.cli.inspect;

import dev.nydusview.base.json.PlainDocument;
import dev.nydusview.inspect.metadata.ImageStats;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stats}. */
@Command(
        name = "stats",
        description = "Shows the superblock: format, flags, number of inodes, tables.",
        footer = {
            "  nydusview stats ghcr.io/example/app:nydus",
            "  nydusview stats --format json oci:build/layout:latest",
        })
final class StatsRequest implements Request {
    @Option(names = "--all", description = "In a request: print all fields as JSON, not only the number of inodes.")
    boolean all;

    @Override
    public void answer(Session session, Answers answers) throws IOException {
        ImageStats stats = ImageStats.of(session.rafs());
        PlainDocument document = answers.compatible() && !all
                ? new PlainDocument().with("inodes_count", stats.inodes())
                : document(session.label(), stats);
        answers.print(document, out -> text(out, stats));
    }

    private static PlainDocument document(ImageLabel image, ImageStats stats) {
        return image.in(new PlainDocument().with("schemaVersion", Json.SCHEMA_VERSION))
                .with("version", stats.version())
                .with("inodes", stats.inodes())
                .with("chunkSize", stats.chunkSize())
                .with("blockSize", stats.blockSize())
                .with("rootInode", stats.rootInode())
                .withTexts("flags", stats.flags())
                .with("compressor", stats.compressor())
                .with("digester", stats.digester())
                .with("blobs", stats.blobs())
                .with("blobTableOffset", stats.blobTableOffset())
                .with("blobTableSize", stats.blobTableSize())
                .with("prefetchTableOffset", stats.prefetchTableOffset())
                .with("prefetchTableEntries", stats.prefetchTableEntries())
                .with("chunkTableOffset", stats.chunkTableOffset())
                .with("chunkTableSize", stats.chunkTableSize());
    }

    private static void text(TextOutput out, ImageStats stats) throws IOException {
        new KeyValueLines(out)
                .line("Version", stats.version())
                .line("Inodes Count", stats.inodes())
                .line("Chunk Size", stats.chunkSize() / 1024 + "KB")
                .line("Block Size", stats.blockSize())
                .line("Root Inode", stats.rootInode())
                .line("Flags", String.join(" | ", stats.flags()))
                .line("Compressor", stats.compressor())
                .line("Digester", stats.digester())
                .line("Blobs", stats.blobs())
                .hex("Blob table offset", stats.blobTableOffset())
                .hex("Blob table size", stats.blobTableSize())
                .hex("Prefetch table offset", stats.prefetchTableOffset())
                .hex("Prefetch table entries", stats.prefetchTableEntries())
                .hex("Chunk table offset", stats.chunkTableOffset())
                .hex("Chunk table size", stats.chunkTableSize());
    }
}
