package dev.nydusview.chunkstore.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The cached chunks of one blob: a sparse file with each chunk at its offset in the blob's uncompressed address space,
 * and a file with one byte for each chunk index.
 */
final class ChunkFiles implements Closeable {
    /** State of a chunk that was written; every other value, and the end of the file, means that it was not. */
    static final byte PRESENT = 1;

    /** States that are read at a time. */
    private static final int GROUP = 256;

    private final SharedFile data;
    private final SharedFile state;

    private final UsedStretches uses;

    /** Chunks whose states were read: a hint, as another process may have given them up. */
    private final PresentChunks present = new PresentChunks();

    private final boolean traced;

    /** @param traced whether reading counts as use */
    ChunkFiles(CacheLayout layout, String blobId, boolean traced) {
        this.data = new SharedFile(layout.data(blobId), traced);
        this.state = new SharedFile(layout.state(blobId), traced);
        this.uses = new UsedStretches(new SharedFile(layout.use(blobId), traced));
        this.traced = traced;
    }

    boolean mayContain(int index) throws IOException {
        return present.contains(index) || readStates(index / GROUP * GROUP, index);
    }

    private boolean readStates(int first, int index) throws IOException {
        ByteBuffer states = ByteBuffer.allocate(GROUP);
        state.read(states, first); // zeros remain where the file ends
        for (int i = 0; i < GROUP; i++) {
            if (states.get(i) == PRESENT && !present.contains(first + i)) {
                present.add(first + i);
            }
        }
        return present.contains(index);
    }

    /** Fills {@code target} with the bytes of chunk {@code index}; false if the file ends before. */
    boolean read(int index, long offset, ByteBuffer target) throws IOException {
        int size = target.remaining();
        boolean read = data.read(target, offset);
        if (!traced) {
            return read;
        }
        try {
            use(index, 1, offset, size);
        } catch (IOException e) {
            return read; // a cache that can only be read
        }
        return read;
    }

    private void use(int index, int count, long offset, int size) throws IOException {
        if (uses.use(index, count, offset, size)) {
            present.clear();
        }
    }

    /** Forgets a chunk whose bytes are not there, here and for others; false if others had done so. */
    boolean forget(int index) throws IOException {
        present.remove(index);
        ByteBuffer known = ByteBuffer.allocate(1);
        state.read(known, index);
        boolean recorded = known.get(0) == PRESENT;
        if (recorded) {
            state.write(ByteBuffer.allocate(1), index);
        }
        return recorded;
    }

    /**
     * Writes the data of {@code count} chunks first, so that a state without data is the exception: after a crash or a
     * clearing.
     */
    void write(int index, int count, long offset, ByteBuffer plain) throws IOException {
        use(index, count, offset, plain.remaining());
        data.write(plain, offset);
        byte[] states = new byte[count];
        Arrays.fill(states, PRESENT);
        state.write(ByteBuffer.wrap(states), index);
        for (int i = 0; i < count; i++) {
            present.add(index + i);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            data.close();
        } finally {
            state.close();
            uses.close();
        }
    }
}
