package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.path.EntryPath;
import java.io.IOException;
import java.util.List;

/** Iterates over the chunks of one file, from the first to the last. */
final class ChunkCursor {
    private final EntryPath path;
    private final Inode file;
    private long position;
    private long stride;

    ChunkCursor(EntryPath path, Inode file) {
        this.path = path;
        this.file = file;
    }

    /** Returns the place of the file in the tree. */
    EntryPath path() {
        return path;
    }

    Inode file() {
        return file;
    }

    /** Bytes of the file. */
    long size() {
        return file.size();
    }

    /** Returns the bytes of the file that the cursor has not passed. */
    long remaining() {
        return file.size() - position;
    }

    /**
     * Passes the next chunks, of about {@code length} bytes together; none within a hole. The step within a hole
     * doubles each time, so that holes of any size take only a few calls.
     */
    List<ChunkRef> advance(InodeTree tree, long length) throws IOException {
        stride = Math.min(remaining(), Math.max(stride, length));
        List<ChunkRef> chunks = tree.chunks(file, position, stride);
        if (chunks.isEmpty()) {
            position += stride;
            stride = Math.min(Long.MAX_VALUE / 2, stride) * 2;
            return chunks;
        }
        stride = 0;
        return upTo(length, chunks);
    }

    private List<ChunkRef> upTo(long length, List<ChunkRef> chunks) {
        int count = 0;
        for (long bytes = 0; count < chunks.size() && bytes < length; count++) {
            bytes += chunks.get(count).size();
        }
        ChunkRef last = chunks.get(count - 1);
        position = last.fileOffset() + last.size();
        return chunks.subList(0, count);
    }

    /** Passes all that is left. */
    void end() {
        position = file.size();
    }
}
