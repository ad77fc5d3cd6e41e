package dev.nydusview.chunkstore;

import dev.nydusview.rafs.chunk.ChunkObserver;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.RafsFormatException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Fetches chunks before they are requested, in ranges that may bridge gaps. A chunk becomes pending only when its range
 * is about to be read: a request for a chunk that still waits in the queue fetches it at once.
 */
final class Prefetcher {
    private final ImageResources image;
    private final MissedChunks missed;
    private final RangeFetcher fetcher;
    private final FetchPlanner planner;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    Prefetcher(ImageResources image, MissedChunks missed, RangeFetcher fetcher) {
        this.image = image;
        this.missed = missed;
        this.fetcher = fetcher;
        this.planner = new FetchPlanner(image.limits().prefetchRange(), image.link()::roundTripBytes);
    }

    /**
     * Fetches the absent ones of {@code chunks}, in ranges of {@code budget} bytes together. Without a disk cache,
     * fetches at most half as much as memory is sure to hold.
     */
    CompletableFuture<Void> start(List<ChunkRef> chunks, long budget, ChunkObserver observer) {
        long affordable = Math.min(budget, kept());
        try {
            return CompletableFuture.supplyAsync(() -> plan(chunks, affordable), threads(0))
                    .thenCompose(ranges -> CompletableFuture.allOf(ranges.stream()
                            .map(range ->
                                    CompletableFuture.runAsync(() -> fetch(range, observer), threads(range.length())))
                            .toArray(CompletableFuture<?>[]::new)))
                    .<Void>handle((done, nobodyHasAsked) -> null)
                    .applyToEither(stopped, end -> null);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Returns the bytes of chunks that are kept until they are read: without a disk cache, half of what memory is sure to hold. */
    long kept() {
        return image.disk().isEnabled() ? Long.MAX_VALUE : image.memory().fair() / 2;
    }

    private Executor threads(int bytes) {
        return work -> image.threads().prefetch(bytes, work);
    }

    /** Completes the prefetches that were dropped. */
    void stop() {
        stopped.complete(null);
    }

    private List<FetchPlanner.Range> plan(List<ChunkRef> chunks, long budget) {
        Set<ChunkKey> seen = new HashSet<>();
        List<PendingChunk> absent = new ArrayList<>();
        for (ChunkRef chunk : chunks) {
            ChunkKey key = ChunkKey.of(chunk);
            if (seen.add(key) && isValid(chunk) && isAbsent(key, chunk)) {
                absent.add(new PendingChunk(key, chunk));
            }
        }
        List<LocatedChunk> affordable = new ArrayList<>();
        long left = budget;
        for (LocatedChunk chunk : image.places().locate(absent, (lost, reason) -> {})) {
            left -= chunk.location().size();
            if (left < 0) {
                break;
            }
            affordable.add(chunk);
        }
        return within(budget, inOrderOf(absent, planner.plan(affordable)));
    }

    /** Sorts {@code ranges} by the first chunk of each that is wanted: a reader comes to that one first. */
    private static List<FetchPlanner.Range> inOrderOf(List<PendingChunk> wanted, List<FetchPlanner.Range> ranges) {
        IdentityHashMap<PendingChunk, Integer> places = new IdentityHashMap<>();
        wanted.forEach(chunk -> places.put(chunk, places.size()));
        ranges.sort(Comparator.comparingInt(range -> range.chunks().stream()
                .mapToInt(chunk -> places.getOrDefault(chunk.pending(), Integer.MAX_VALUE))
                .min()
                .orElse(Integer.MAX_VALUE)));
        return ranges;
    }

    /** Returns the first of {@code ranges} that cost at most {@code budget}, gaps included. */
    private static List<FetchPlanner.Range> within(long budget, List<FetchPlanner.Range> ranges) {
        List<FetchPlanner.Range> kept = new ArrayList<>();
        long left = budget;
        for (FetchPlanner.Range range : ranges) {
            left -= range.length();
            if (left < 0) {
                break;
            }
            kept.add(range);
        }
        return kept;
    }

    private boolean isValid(ChunkRef chunk) {
        try {
            image.places().check(chunk);
            return true;
        } catch (RafsFormatException e) {
            return false; // the request for it will report the failure
        }
    }

    private boolean isAbsent(ChunkKey key, ChunkRef chunk) {
        return image.memory().find(key) == null && !image.disk().mayContain(chunk);
    }

    private void fetch(FetchPlanner.Range planned, ChunkObserver observer) {
        List<LocatedChunk> mine = new ArrayList<>();
        try {
            for (LocatedChunk chunk : planned.chunks()) {
                if (isStillWanted(chunk.pending())) {
                    mine.add(chunk);
                }
            }
            List<LocatedChunk> toFetch = missed.toFetch(mine, observer);
            toFetch.forEach(chunk -> observer.fetchingAhead(chunk.pending().chunk(), chunk.location()));
            for (FetchPlanner.Range range : planner.plan(toFetch)) {
                image.counters().aheadBytes.add(range.length());
                long start = System.nanoTime();
                long waited = fetcher.fetch(range, observer);
                image.threads().prefetched(waited, System.nanoTime() - start - waited);
            }
        } catch (RuntimeException | Error e) {
            mine.forEach(chunk -> fetcher.fail(chunk, e));
            throw new CompletionException(e);
        }
    }

    /** Claims the chunk, unless it has arrived meanwhile or another request fetches it. */
    private boolean isStillWanted(PendingChunk pending) {
        if (!isAbsent(pending.key(), pending.chunk())
                || !image.inFlight().tryClaim(pending).equals(pending)) {
            return false;
        }
        VerifiedChunk arrived = image.memory().find(pending.key());
        if (arrived != null) {
            image.inFlight().complete(pending, arrived);
        }
        return !pending.isDone();
    }
}
