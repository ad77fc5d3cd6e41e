package dev.nydusview.cli.inspect;

import dev.nydusview.base.SafeText;
import dev.nydusview.inspect.chunk.ChunkDetails;
import dev.nydusview.inspect.chunk.ChunkUses;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Chunks as text. */
final class ChunkText {
    private ChunkText() {}

    /**
     * Describes how a chunk is stored, such as {@code zstd} or {@code batch+4096 zstd encrypted}; the number after
     * {@code +} is the chunk's offset in the batch.
     */
    static String form(ChunkDetails chunk) {
        List<String> words = new ArrayList<>();
        if (!chunk.form().equals("alone")) {
            words.add(chunk.form() + (chunk.start() == null ? "" : "+" + chunk.start()));
        }
        if (!chunk.form().equals("gzip")) {
            words.add(chunk.compressor());
        }
        if (chunk.encrypted()) {
            words.add("encrypted");
        }
        if (!chunk.form().equals("alone") && chunk.recordedSize() > 0) {
            words.add("recorded " + chunk.recordedSize() + "@" + chunk.recordedOffset());
        }
        return String.join(" ", words);
    }

    static void print(TextOutput out, ChunkUses uses) throws IOException {
        ChunkDetails chunk = uses.chunk();
        KeyValueLines labels = new KeyValueLines(out)
                .line("Chunk ID", chunk.digest() == null ? "-" : chunk.digest())
                .line("Blob ID", chunk.blobId())
                .line("Blob Index", chunk.blob())
                .line("Chunk Index", chunk.index())
                .line("Compressed Offset", chunk.storedOffset() == null ? "?" : chunk.storedOffset())
                .line("Compressed Size", chunk.storedSize() == null ? "?" : chunk.storedSize())
                .line("Decompressed Offset", chunk.offset())
                .line("Decompressed Size", chunk.size())
                .line("Form", form(chunk));
        labels.line("Flags", String.join(" | ", chunk.flags()));
        if (chunk.crc32() != null) {
            labels.line("CRC32", chunk.crc32());
        }
        for (ChunkUses.Use use : uses.files()) {
            labels.line("File", use.path() + " (inode " + use.inode() + ") at " + use.fileOffset());
        }
        problem(out, List.of(chunk));
    }

    /** Prints the reason why locations in {@code chunks} are unknown, once. */
    static void problem(TextOutput out, List<ChunkDetails> chunks) throws IOException {
        for (ChunkDetails chunk : chunks) {
            if (chunk.problem() != null) {
                out.line("(the locations of chunks are unknown: " + SafeText.controls(chunk.problem()) + ")");
                return;
            }
        }
    }
}
