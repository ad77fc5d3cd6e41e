package dev.nydusview.chunkstore.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Records when this process uses which stretches of a blob, at most once a second each. */
final class UsedStretches implements Closeable {
    private static final long INTERVAL_MILLIS = 1000;

    private final SharedFile file;
    private final Map<Long, StretchUse> known = new ConcurrentHashMap<>();
    private volatile long generation;

    UsedStretches(SharedFile file) {
        this.file = file;
    }

    /**
     * Records a use of {@code length} bytes at {@code offset}, which belong to chunks from {@code index} on. To be called
     * before bytes are written, so that whoever gives up the stretch knows which states to clear.
     *
     * @return true if space of the blob was given up since the last call
     */
    boolean use(int index, int count, long offset, int length) throws IOException {
        long now = System.currentTimeMillis();
        boolean changed = false;
        for (long number = offset / StretchUse.STRETCH; number * StretchUse.STRETCH < offset + length; number++) {
            StretchUse last = known.getOrDefault(number, StretchUse.NONE);
            if (now - last.lastUsed() >= INTERVAL_MILLIS || !last.covers(index, index + count)) {
                changed |= record(number, last.and(now, index, index + count));
            }
        }
        return changed;
    }

    private boolean record(long number, StretchUse use) throws IOException {
        known.merge(number, use, StretchUse::and);
        ByteBuffer kept = ByteBuffer.allocate(StretchUse.SIZE);
        file.read(kept, StretchUse.offset(number));
        file.write(use.and(StretchUse.read(kept)).bytes(), StretchUse.offset(number));
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES);
        file.read(header, 0);
        long found = header.getLong(0);
        boolean changed = found != generation;
        generation = found;
        return changed;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
