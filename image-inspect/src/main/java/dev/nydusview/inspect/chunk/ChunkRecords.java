package dev.nydusview.inspect.chunk;

import dev.nydusview.rafs.ChunkRecord;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import java.io.IOException;
import java.util.function.Consumer;

/** Lists the chunks of files of any size in bounded memory. */
public final class ChunkRecords {
    private static final long PIECE = 1L << 28;

    private ChunkRecords() {}

    /** Hands each record of {@code file} on, in file order; none if it is not a regular file. */
    public static void each(InodeTree tree, Inode file, Consumer<ChunkRecord> consumer) throws IOException {
        for (long at = 0; file.isRegular() && at < file.size(); at += PIECE) {
            tree.chunkRecords(file, at, Math.min(PIECE, file.size() - at)).forEach(consumer);
        }
    }
}
