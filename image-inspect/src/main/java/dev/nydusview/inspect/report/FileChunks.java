package dev.nydusview.inspect.report;

import dev.nydusview.rafs.ChunkRecord;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lists the chunks of files in pieces, so that few are in memory, and goes around those that are damaged. */
final class FileChunks {
    private static final long PIECE = 1L << 28;

    /** A file of any size is read in so many pieces at most. */
    private static final int MAX_PIECES = 4096;

    /** Enough to get around a few bad chunks; a file that has more of them is given up. */
    private static final int MAX_FAILURES = 32;

    private final InodeTree tree;
    private final int chunkSize;

    FileChunks(InodeTree tree, int chunkSize) {
        this.tree = tree;
        this.chunkSize = chunkSize;
    }

    /** Returns why some chunks are left out; null if none is. */
    @Nullable
    IOException visit(Inode file, Consumer<ChunkRecord> visitor) {
        long piece = Math.max(PIECE, (file.size() / MAX_PIECES + chunkSize) & -chunkSize);
        return new Reading(file, visitor).pieces(0, file.size(), piece);
    }

    /** One file that is being read. */
    private final class Reading {
        private final Inode file;
        private final Consumer<ChunkRecord> visitor;
        private @Nullable IOException first;
        private int failures;

        Reading(Inode file, Consumer<ChunkRecord> visitor) {
            this.file = file;
            this.visitor = visitor;
        }

        @Nullable
        IOException pieces(long start, long end, long piece) {
            for (long at = start; at < end && failures < MAX_FAILURES; at += piece) {
                long length = Math.min(piece, end - at);
                try {
                    tree.chunkRecords(file, at, length).forEach(visitor);
                } catch (IOException e) {
                    failed(e, at, length);
                }
            }
            return first;
        }

        private void failed(IOException failure, long start, long length) {
            failures++;
            first = first == null ? failure : first;
            if (length > chunkSize && length <= PIECE) {
                pieces(start, start + length, chunkSize);
            }
        }
    }
}
