package dev.nydusview.chunkstore;

import dev.nydusview.rafs.chunk.ChunkObserver;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Delivers chunks that are not in memory: from disk, or by having them fetched. */
final class MissedChunks {
    /** Chunks that are worth the way to another thread, for half of them to be decoded or verified there. */
    static final int SHARED_FROM = 16;

    /** Bytes of a chunk that most readers take as a whole. */
    static final int SMALL = 1 << 16;

    private final ImageResources image;
    private final RangeFetcher fetcher;
    private final FetchPlanner planner;

    MissedChunks(ImageResources image, RangeFetcher fetcher) {
        this.image = image;
        this.fetcher = fetcher;
        this.planner = new FetchPlanner(image.limits().range(), image.link()::roundTripBytes);
    }

    /** Sees to it that each of {@code mine}, which the caller has claimed, completes or fails. */
    void deliver(List<PendingChunk> mine, ChunkObserver observer) {
        List<LocatedChunk> toFetch = List.of();
        try {
            toFetch = toFetch(image.places().locate(missing(mine), image.inFlight()::fail), observer);
            planner.plan(toFetch).forEach(range -> fetcher.submit(range, observer));
        } catch (RuntimeException | Error e) {
            toFetch.forEach(chunk -> fetcher.fail(chunk, e));
            mine.forEach(pending -> image.inFlight().fail(pending, e));
        }
    }

    /** Completes those that are on disk, and returns the others. Two threads share the verification of many. */
    private List<PendingChunk> missing(List<PendingChunk> mine) {
        if (mine.size() < SHARED_FROM) {
            return missingOf(mine);
        }
        int half = mine.size() / 2;
        List<PendingChunk> second = mine.subList(half, mine.size());
        SecondHalf<List<PendingChunk>> other = SecondHalf.begin(() -> missingOf(second));
        List<PendingChunk> missing = missingOf(mine.subList(0, half));
        missing.addAll(other.join());
        return missing;
    }

    private List<PendingChunk> missingOf(List<PendingChunk> some) {
        List<PendingChunk> missing = new ArrayList<>(some.size());
        for (PendingChunk pending : some) {
            if (!completeFromDisk(pending)) {
                missing.add(pending);
            }
        }
        return missing;
    }

    /**
     * Returns the chunks of {@code located} that the caller is to fetch. The stored bytes of the others are here
     * already, or are being read.
     */
    List<LocatedChunk> toFetch(List<LocatedChunk> located, ChunkObserver observer) {
        Consumer<PendingChunk> again = pending -> deliverLater(pending, observer);
        List<LocatedChunk> wanted = new ArrayList<>(located.size());
        try {
            for (LocatedChunk chunk : located) {
                if (!completeFromContext(chunk)
                        && image.inFlight().tryFetch(chunk, again)
                        && !hasArrived(chunk, again)) {
                    wanted.add(chunk);
                }
            }
            return wanted;
        } catch (RuntimeException | Error e) {
            located.forEach(chunk -> fetcher.fail(chunk, e));
            throw e;
        }
    }

    /**
     * Looks again after winning the claim: another thread may have finished reading the stored bytes between the look
     * and the claim.
     */
    private boolean hasArrived(LocatedChunk chunk, Consumer<PendingChunk> again) {
        boolean arrived = completeFromContext(chunk)
                || (image.disk().keeps(chunk.pending().chunk()) && completeFromDisk(chunk.pending()));
        if (arrived) {
            image.inFlight().release(chunk).forEach(waiting -> again.accept(waiting.pending()));
        }
        return arrived;
    }

    private boolean completeFromContext(LocatedChunk chunk) {
        ByteBuffer context = chunk.isShared() ? image.contexts().find(chunk.stored()) : null;
        if (context != null) {
            fetcher.complete(chunk, context);
        }
        return context != null;
    }

    private boolean completeFromDisk(PendingChunk pending) {
        VerifiedChunk held = image.memory().find(pending.key());
        VerifiedChunk chunk = held == null ? image.disk().load(pending.chunk()) : held;
        if (chunk == null) {
            return false;
        }
        if (held == null) {
            image.counters().chunksFromCache.increment();
            image.recent().keep(image.inFlight(), pending.key(), chunk.bytes());
        }
        image.inFlight().completeFromDisk(pending, chunk);
        return true;
    }

    private void deliverLater(PendingChunk pending, ChunkObserver observer) {
        try {
            image.threads().fetch(0, () -> deliver(List.of(pending), observer));
        } catch (RejectedExecutionException e) {
            return; // the image was closed, and all that is pending has failed
        } catch (RuntimeException | Error e) {
            image.inFlight().fail(pending, e);
        }
    }
}
