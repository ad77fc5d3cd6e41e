package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import java.io.IOException;
import java.util.List;

/** One file's bytes on their way: how far they have been asked for. */
final class FileData {
    private final Inode file;
    private long asked;
    private long stride;

    FileData(Inode file) {
        this.file = file;
    }

    long size() {
        return file.size();
    }

    long remaining() {
        return file.size() - asked;
    }

    /**
     * The next chunks to ask for, of about {@code length} bytes together; none where there is nothing but a hole. The
     * way through a hole is twice as long each time, so that holes of any size take but a few calls.
     */
    List<ChunkRef> advance(InodeTree tree, long length) throws IOException {
        stride = Math.min(remaining(), Math.max(stride, length));
        List<ChunkRef> chunks = tree.chunks(file, asked, stride);
        if (chunks.isEmpty()) {
            asked += stride;
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
        asked = last.fileOffset() + last.size();
        return chunks.subList(0, count);
    }

    /** Asks for nothing more. */
    void abandon() {
        asked = file.size();
    }
}
