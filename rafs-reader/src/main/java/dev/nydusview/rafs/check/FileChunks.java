package dev.nydusview.rafs.check;

import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lists the chunks of a file in pieces, and those that are sound beside others that are not. */
final class FileChunks {
    private static final long PIECE = 1L << 28;
    private static final int MAX_PIECES = 4096;

    /** Enough to get around a few bad chunks; a file that has more of them is given up. */
    private static final int MAX_FAILURES = 64;

    private final InodeTree tree;
    private final Inode file;
    private final int chunkSize;
    private final Consumer<ChunkRef> visitor;
    private int failures;
    private @Nullable IOException first;

    private FileChunks(InodeTree tree, Inode file, int chunkSize, Consumer<ChunkRef> visitor) {
        this.tree = tree;
        this.file = file;
        this.chunkSize = chunkSize;
        this.visitor = visitor;
    }

    /** Returns why some chunks are left out; null if none is. */
    static @Nullable IOException visit(InodeTree tree, Inode file, int chunkSize, Consumer<ChunkRef> visitor) {
        FileChunks chunks = new FileChunks(tree, file, chunkSize, visitor);
        long piece = Math.max(PIECE, (file.size() / MAX_PIECES + chunkSize) & -chunkSize);
        for (long at = 0; at < file.size() && chunks.failures < MAX_FAILURES; at += piece) {
            chunks.visit(at, Math.min(piece, file.size() - at));
        }
        return chunks.first;
    }

    private void visit(long offset, long length) {
        List<ChunkRef> chunks;
        try {
            chunks = tree.chunks(file, offset, length);
        } catch (IOException e) {
            failures++;
            first = first == null ? e : first;
            split(offset, length);
            return;
        }
        chunks.forEach(visitor);
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
