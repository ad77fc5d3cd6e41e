package dev.nydusview.rafs.walk;

import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lists the chunks of a file of any size in pieces of bounded memory, and those that are sound beside others. */
public final class FileChunks {
    private static final long PIECE = 1L << 28;
    private static final int MAX_PIECES = 4096;

    /** Enough to get around a few bad chunks; a file that has more of them is given up. */
    private static final int MAX_FAILURES = 64;

    private final InodeTree tree;
    private final Inode file;
    private final int chunkSize;
    private final Consumer<ChunkRecord> visitor;
    private int failures;
    private @Nullable IOException first;

    private FileChunks(InodeTree tree, Inode file, int chunkSize, Consumer<ChunkRecord> visitor) {
        this.tree = tree;
        this.file = file;
        this.chunkSize = chunkSize;
        this.visitor = visitor;
    }

    /**
     * Visits the chunks of {@code file} in file order; none if it is not a regular file.
     *
     * @param chunkSize that of the image
     * @return why some chunks are left out; null if none is
     */
    public static @Nullable IOException visit(
            InodeTree tree, Inode file, int chunkSize, Consumer<ChunkRecord> visitor) {
        FileChunks chunks = new FileChunks(tree, file, chunkSize, visitor);
        long length = file.isRegular() ? file.size() : 0;
        long piece = piece(length, chunkSize);
        for (long left = length; left > 0 && chunks.failures < MAX_FAILURES; left -= Math.min(piece, left)) {
            chunks.visit(length - left, Math.min(piece, left));
        }
        return chunks.first;
    }

    /**
     * Returns the number of bytes of a file of {@code length} whose chunks are listed at once: few enough for the
     * memory, and enough to list a sparse file of any size in a bounded number of steps. A multiple of the chunk size.
     */
    public static long piece(long length, int chunkSize) {
        return Math.max(PIECE, (length / MAX_PIECES + chunkSize) & -chunkSize);
    }

    private void visit(long offset, long length) {
        List<ChunkRecord> records;
        try {
            records = tree.chunkRecords(file, offset, length);
        } catch (IOException e) {
            failures++;
            first = first == null ? e : first;
            split(offset, length);
            return;
        }
        records.forEach(visitor);
    }

    private void split(long offset, long length) {
        long half = length / 2 & -chunkSize;
        if (half > 0 && failures < MAX_FAILURES) {
            visit(offset, half);
            visit(offset + half, length - half);
        } else if (length > chunkSize && failures < MAX_FAILURES) {
            visit(offset, chunkSize);
            visit(offset + chunkSize, length - chunkSize);
        }
    }
}
