package dev.nydusview.chunkstore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps which reader fetches which chunk, so that each is fetched once. Of all readers who ask an image for a chunk,
 * the first has it fetched. Of all chunks that are made of the same stored bytes, the first has these read: the chunks
 * of a batch in one image, and those of images that share a registry and a cache, as layers are shared. Images of
 * different registries do not wait for each other, as a registry may be arbitrarily slow.
 */
final class InFlightChunks {
    private final Map<Place, Fetches> places = new HashMap<>(); // guarded by this

    /** A cache, in which images find what others have fetched, and the origin of blobs. */
    private record Place(Path cache, String origin) {}

    /** Stored bytes that are being read. */
    private static final class Fetches {
        private final Map<LocatedChunk.Stored, Fetch> underWay = new HashMap<>(); // guarded by this
        private int images; // guarded by the one InFlightChunks
    }

    /** The chunk that stored bytes are read for, and others that want them. */
    private static final class Fetch {
        private final Image image;
        private final LocatedChunk owner;
        private List<LocatedChunk> sameImage = List.of();
        private List<Waiter> otherImages = List.of();

        Fetch(Image image, LocatedChunk owner) {
            this.image = image;
            this.owner = owner;
        }
    }

    /** A chunk of another image, and the action by which that image begins again with it. */
    private record Waiter(PendingChunk pending, Consumer<PendingChunk> again) {
        void go() {
            again.accept(pending);
        }
    }

    /**
     * Makes room for the chunks of a new image.
     *
     * @param memory where chunks are kept that have arrived
     * @param cache root of the disk cache; null for none: then the image shares no fetches
     * @param origin from where its blobs come
     */
    synchronized Image open(FairCache<ChunkKey, VerifiedChunk>.Share memory, @Nullable Path cache, String origin) {
        Place place = cache == null ? null : new Place(cache, origin);
        Fetches shared = null;
        if (place != null) {
            shared = places.computeIfAbsent(place, unused -> new Fetches());
            shared.images++;
        }
        return new Image(memory, place, shared);
    }

    private synchronized void leave(Place place, Fetches shared) {
        shared.images--;
        if (shared.images == 0) {
            places.remove(place, shared);
        }
    }

    /** The chunks on their way to one image. */
    final class Image {
        private final FairCache<ChunkKey, VerifiedChunk>.Share memory;
        private final ConcurrentMap<ChunkKey, PendingChunk> pending = new ConcurrentHashMap<>();
        private final Fetches own = new Fetches();
        private final @Nullable Place place;
        private final @Nullable Fetches shared;
        private volatile @Nullable IOException closed;

        private Image(
                FairCache<ChunkKey, VerifiedChunk>.Share memory, @Nullable Place place, @Nullable Fetches shared) {
            this.memory = memory;
            this.place = place;
            this.shared = shared;
        }

        /**
         * Returns the chunk to wait for: {@code mine}, which its owner must then complete or fail, or an earlier one.
         */
        PendingChunk tryClaim(PendingChunk mine) {
            PendingChunk earlier = pending.putIfAbsent(mine.key(), mine);
            if (earlier != null) {
                return earlier;
            }
            IOException reason = closed;
            if (reason != null) {
                fail(mine, reason);
            }
            return mine;
        }

        /**
         * Puts the chunk into memory before it stops being pending: a thread that misses it in one place finds it in
         * the other.
         */
        void complete(PendingChunk mine, VerifiedChunk chunk) {
            memory.keep(mine.key(), chunk);
            pending.remove(mine.key(), mine);
            mine.complete(chunk);
        }

        /** Completes with a chunk that a thread which misses it finds on disk again, as cheaply as in memory. */
        void completeFromDisk(PendingChunk mine, VerifiedChunk chunk) {
            pending.remove(mine.key(), mine);
            mine.complete(chunk);
            mine.forget();
        }

        /** Forgets the chunk first, so that a request after the failure fetches it again. */
        void fail(PendingChunk mine, Throwable reason) {
            pending.remove(mine.key(), mine);
            mine.fail(asIOException(mine, reason));
        }

        private static IOException asIOException(PendingChunk mine, Throwable reason) {
            return reason instanceof IOException known
                    ? known
                    : new IOException("chunk " + mine.key().digest() + " could not be delivered: " + reason, reason);
        }

        /**
         * Tests whether the caller is to read the stored bytes of {@code chunk}, and must then {@link #release} them.
         * Otherwise the chunk waits: for one of this image that is made of the same bytes, or for another image, after
         * which {@code again} is called on a thread of that image.
         */
        boolean tryFetch(LocatedChunk chunk, Consumer<PendingChunk> again) {
            Fetches all = fetches(chunk);
            if (all == null) {
                return true;
            }
            LocatedChunk.Stored stored = chunk.stored();
            synchronized (all) {
                Fetch earlier = all.underWay.get(stored);
                if (earlier == null) {
                    if (closed == null) {
                        all.underWay.put(stored, new Fetch(this, chunk));
                    }
                    return closed == null;
                }
                if (earlier.image != this) {
                    earlier.otherImages = with(earlier.otherImages, new Waiter(chunk.pending(), again));
                    return false;
                }
                if (chunk.isShared()) {
                    earlier.sameImage = with(earlier.sameImage, chunk);
                    return false;
                }
                return true; // a chunk that claims the place of another one
            }
        }

        /** Returns the fetches that {@code chunk} may share; null if other chunks cannot use what is read for it. */
        private @Nullable Fetches fetches(LocatedChunk chunk) {
            if (shared != null && !chunk.pending().chunk().digest().isZero()) {
                return shared; // with a digest it can be found in the cache
            }
            return chunk.isShared() ? own : null;
        }

        private static <T> List<T> with(List<T> list, T next) {
            List<T> longer = list.isEmpty() ? new ArrayList<>() : list;
            longer.add(next);
            return longer;
        }

        /** Takes the chunks of this image that wait for the stored bytes of {@code owner}; they stop waiting. */
        List<LocatedChunk> takeWaiting(LocatedChunk owner) {
            Fetches all = fetches(owner);
            if (all == null) {
                return List.of();
            }
            synchronized (all) {
                Fetch fetch = all.underWay.get(owner.stored());
                if (fetch == null || !fetch.owner.equals(owner)) {
                    return List.of();
                }
                List<LocatedChunk> waiting = fetch.sameImage;
                fetch.sameImage = List.of();
                return waiting;
            }
        }

        /**
         * Releases the stored bytes of {@code owner}. Call it when their chunks are in memory and on disk, or the fetch
         * has failed.
         *
         * @return the chunks of this image that have begun to wait for them meanwhile; none at a second call
         */
        List<LocatedChunk> release(LocatedChunk owner) {
            Fetches all = fetches(owner);
            if (all == null) {
                return List.of();
            }
            LocatedChunk.Stored stored = owner.stored();
            Fetch fetch;
            synchronized (all) {
                fetch = all.underWay.get(stored);
                if (fetch == null || !fetch.owner.equals(owner)) {
                    return List.of();
                }
                all.underWay.remove(stored);
            }
            fetch.otherImages.forEach(Waiter::go);
            return fetch.sameImage;
        }

        /** Fails all pending and all later chunks. */
        void close(IOException reason) {
            closed = reason;
            for (PendingChunk each : pending.values()) {
                fail(each, reason);
            }
        }

        /** Leaves fetches of this image to other images. Call it after {@link #close}. */
        void leave() {
            if (shared == null || place == null) {
                return;
            }
            List<Waiter> waiting = new ArrayList<>();
            synchronized (shared) {
                shared.underWay.values().removeIf(fetch -> {
                    if (fetch.image == this) {
                        waiting.addAll(fetch.otherImages);
                    }
                    return fetch.image == this;
                });
            }
            waiting.forEach(Waiter::go);
            InFlightChunks.this.leave(place, shared);
        }
    }
}
