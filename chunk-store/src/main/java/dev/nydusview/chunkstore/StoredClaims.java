package dev.nydusview.chunkstore;

import dev.nydusview.chunkstore.cache.ChunkCache;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stored bytes that one of the images of this process is fetching, so that no other one on the same cache fetches them,
 * too: layers are shared. Images of other registries do not wait for each other, as one may be as slow as it likes.
 */
final class StoredClaims implements Closeable {
    private static final Map<Place, Claim> HELD = new HashMap<>(); // guarded by itself

    private final @Nullable Path cache;
    private final String origin;

    /**
     * @param cache where others find what one has fetched; null if it keeps that to itself and never takes a claim
     * @param origin from where stored bytes come
     */
    StoredClaims(@Nullable ChunkCache cache, String origin) {
        this.cache = cache == null ? null : cache.root();
        this.origin = origin;
    }

    private record Place(@Nullable Path cache, String origin, String blobId, long offset, int size) {}

    private record Claim(StoredClaims owner, List<Runnable> waiting) {}

    /**
     * Whether this image is to fetch the bytes, and then to {@link #release} them. Otherwise {@code whenFree} is called
     * when another image has done so, on a thread of that.
     */
    boolean take(String blobId, long offset, int size, Runnable whenFree) {
        synchronized (HELD) {
            Claim held = HELD.computeIfAbsent(place(blobId, offset, size), place -> new Claim(this, new ArrayList<>()));
            if (held.owner.equals(this)) {
                return true;
            }
            held.waiting.add(whenFree);
            return false;
        }
    }

    /** Lets others have the bytes, out of the cache or by fetching them; does nothing if this image has no claim. */
    void release(String blobId, long offset, int size) {
        List<Runnable> waiting;
        Place place = place(blobId, offset, size);
        synchronized (HELD) {
            Claim held = HELD.get(place);
            if (held == null || !held.owner.equals(this)) {
                return;
            }
            HELD.remove(place);
            waiting = held.waiting;
        }
        waiting.forEach(Runnable::run);
    }

    private Place place(String blobId, long offset, int size) {
        return new Place(cache, origin, blobId, offset, size);
    }

    /** Releases everything. */
    @Override
    public void close() {
        List<Runnable> waiting = new ArrayList<>();
        synchronized (HELD) {
            HELD.values().removeIf(claim -> {
                boolean mine = claim.owner.equals(this);
                if (mine) {
                    waiting.addAll(claim.waiting);
                }
                return mine;
            });
        }
        waiting.forEach(Runnable::run);
    }
}
