package dev.nydusview.cli.inspect;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nydusview.inspect.metadata.BlobDetails;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code blobs}. */
@Command(
        name = "blobs",
        description = "Shows the blob table, without the keys of encrypted blobs.",
        footer = {
            "  nydusview blobs ghcr.io/example/app:nydus",
            "  nydusview blobs --format ndjson bootstrap:image.boot",
        })
final class BlobsRequest implements Request {
    @Option(names = "--all", description = "In a request: print all columns as JSON, not only IDs and sizes.")
    boolean all;

    record Document(int schemaVersion, @JsonUnwrapped ImageLabel image, List<BlobDetails> blobs) {}

    /** A blob in the keys of nydus-image. */
    record Compatible(
            @JsonProperty("blob_id") String blobId,
            @JsonProperty("compressed_size") long compressedSize,
            @JsonProperty("decompressed_size") long decompressedSize,
            @JsonProperty("readahead_offset") long readaheadOffset,
            @JsonProperty("readahead_size") long readaheadSize) {

        static Compatible of(BlobDetails blob) {
            return new Compatible(
                    blob.id(), blob.size(), blob.uncompressedSize(), blob.readaheadOffset(), blob.readaheadSize());
        }
    }

    @Override
    public void answer(Session session, Answers answers) throws IOException {
        List<BlobDetails> blobs = BlobDetails.of(session.rafs());
        if (answers.compatible() && !all) {
            List<Compatible> rows = blobs.stream().map(Compatible::of).toList();
            answers.print(rows, rows, out -> {});
        } else {
            Document document = new Document(Json.SCHEMA_VERSION, session.label(), blobs);
            answers.print(document, blobs, out -> text(out, blobs));
        }
    }

    private static void text(TextOutput out, List<BlobDetails> blobs) throws IOException {
        for (BlobDetails blob : blobs) {
            if (blob.index() > 0) {
                out.line("");
            }
            text(new KeyValueLines(out), blob);
        }
    }

    private static void text(KeyValueLines labels, BlobDetails blob) throws IOException {
        labels.line("Blob Index", blob.index())
                .line("Blob ID", blob.id())
                .line("Raw Blob ID", blob.recordedId())
                .line("Blob Size", blob.size())
                .line("Compressed Data Size", blob.dataSize())
                .line("Uncompressed Data Size", blob.uncompressedSize())
                .line("Mapped Block Address", blob.mappedBlock())
                .line("Features", String.join(" | ", blob.features()))
                .line("Compressor", blob.compressor())
                .line("Digester", blob.digester())
                .line("Cipher", blob.cipher())
                .hex("Chunk Size", blob.chunkSize())
                .line("Chunk Count", blob.chunks())
                .line("Prefetch Table Offset", blob.readaheadOffset())
                .line("Prefetch Table Size", blob.readaheadSize())
                .line("Meta Compressor", blob.metaCompressor())
                .line("Meta Offset", blob.metaOffset())
                .line("Meta Compressed Size", blob.metaCompressedSize())
                .line("Meta Uncompressed Size", blob.metaUncompressedSize())
                .line("ToC Digest", blob.tocDigest())
                .line("ToC Size", blob.tocSize())
                .line("RAFS Blob Digest", blob.metaBlobDigest() == null ? "(secret)" : blob.metaBlobDigest())
                .line("RAFS Blob Size", blob.metaBlobSize() == null ? "(secret)" : blob.metaBlobSize());
    }
}
