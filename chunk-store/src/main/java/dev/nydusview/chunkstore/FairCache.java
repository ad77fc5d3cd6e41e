package dev.nydusview.chunkstore;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Values that images keep in memory, within a number of bytes for all of them. The image that takes most makes room by
 * dropping its least recently used values: an image that reads everything does not take memory from one that uses less.
 */
final class FairCache<K, V> {
    /** Approximate bytes of an entry beside its value, so that many tiny values count as well. */
    static final int ENTRY_OVERHEAD = 256;

    private final long capacity;
    private final ToIntFunction<K> size;
    private final List<Share> shares = new ArrayList<>();
    private long used;
    private long peak;

    /** @param size bytes of the value of a key */
    FairCache(long capacity, ToIntFunction<K> size) {
        this.capacity = capacity;
        this.size = size;
    }

    /** The part of a new image, empty at first. */
    synchronized Share open() {
        Share share = new Share();
        shares.add(share);
        return share;
    }

    synchronized StoreUsage.Bytes usage() {
        return new StoreUsage.Bytes(used, peak, capacity);
    }

    private long cost(K key) {
        return (long) size.applyAsInt(key) + ENTRY_OVERHEAD;
    }

    private Share largest() {
        Share largest = shares.get(0);
        for (Share share : shares) {
            largest = share.taken > largest.taken ? share : largest;
        }
        return largest;
    }

    /** The values of one image. */
    final class Share {
        private final LinkedHashMap<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
        private long taken;
        private boolean closed;

        @Nullable
        V find(K key) {
            synchronized (FairCache.this) {
                return values.get(key);
            }
        }

        void keep(K key, V value) {
            synchronized (FairCache.this) {
                long cost = cost(key);
                if (closed || cost > capacity || values.containsKey(key)) {
                    return;
                }
                while (used + cost > capacity) {
                    largest().removeEldest();
                }
                values.put(key, value);
                add(cost);
                peak = Math.max(peak, used);
            }
        }

        /** Returns the number of bytes that the image is sure to have room for, whatever others keep. */
        long fair() {
            synchronized (FairCache.this) {
                return capacity / Math.max(1, shares.size());
            }
        }

        /** Forgets the values, and all that follow. */
        void close() {
            synchronized (FairCache.this) {
                closed = true;
                shares.remove(this);
                values.clear();
                add(-taken);
            }
        }

        private void removeEldest() {
            Iterator<K> eldest = values.keySet().iterator();
            add(-cost(eldest.next()));
            eldest.remove();
        }

        private void add(long bytes) {
            taken += bytes;
            used += bytes;
        }
    }
}
