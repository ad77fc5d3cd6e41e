package dev.nydusview.chunkstore;

import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** The verified chunks that were used last, within a number of bytes. */
final class ChunkMemory {
    /** Roughly what an entry takes beside its bytes, so that tiny chunks do not add up unseen. */
    static final int ENTRY_OVERHEAD = 256;

    private final long capacity;
    private final LinkedHashMap<ChunkKey, VerifiedChunk> chunks = new LinkedHashMap<>(16, 0.75f, true);
    private long used;

    ChunkMemory(long capacity) {
        this.capacity = capacity;
    }

    synchronized @Nullable VerifiedChunk find(ChunkKey key) {
        return chunks.get(key);
    }

    synchronized void keep(ChunkKey key, VerifiedChunk chunk) {
        if (cost(key) > capacity || chunks.putIfAbsent(key, chunk) != null) {
            return;
        }
        used += cost(key);
        Iterator<ChunkKey> eldest = chunks.keySet().iterator();
        while (used > capacity) {
            used -= cost(eldest.next());
            eldest.remove();
        }
    }

    synchronized void clear() {
        chunks.clear();
        used = 0;
    }

    private static long cost(ChunkKey key) {
        return (long) key.size() + ENTRY_OVERHEAD;
    }
}
