package dev.nydusview.chunkstore.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The cached chunks of one blob: a sparse file with each chunk at its offset in the blob's uncompressed address space,
 * and a file with one byte for each chunk index.
 */
final class ChunkFiles implements Closeable {
    /** State of a chunk that was written; every other value, and the end of the file, means that it was not. */
    static final byte PRESENT = 1;

    private final SharedFile data;
    private final SharedFile state;

    ChunkFiles(CacheLayout layout, String blobId) {
        this.data = new SharedFile(layout.data(blobId));
        this.state = new SharedFile(layout.state(blobId));
    }

    boolean mayContain(int index) throws IOException {
        ByteBuffer present = ByteBuffer.allocate(1);
        return state.read(present, index) && present.get(0) == PRESENT;
    }

    /** Fills {@code target}; false if the file ends before. */
    boolean read(long offset, ByteBuffer target) throws IOException {
        return data.read(target, offset);
    }

    /** Writes the data first, so that a state without data is the exception: after a crash or a clearing. */
    void write(int index, long offset, ByteBuffer plain) throws IOException {
        data.write(plain, offset);
        state.write(ByteBuffer.allocate(1).put(0, PRESENT), index);
    }

    @Override
    public void close() throws IOException {
        try {
            data.close();
        } finally {
            state.close();
        }
    }
}
