package dev.nydusview.chunkstore;

import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.chunk.ChunkObserver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BiConsumer;

/**
 * Fetches chunks before anybody has asked for them, in ranges that may bridge gaps. Has threads of its own, and a chunk
 * only gets its flight when its range is about to be read: whoever asks for one that still waits in line fetches it
 * himself at once.
 */
final class Prefetcher {
    private final ChunkBounds bounds;
    private final ChunkMemory memory;
    private final Flights flights;
    private final DiskTier disk;
    private final ChunkFinder finder;
    private final Departures departures;
    private final FetchPlanner planner;
    private final RangeFetcher fetcher;
    private final BiConsumer<List<Flight>, ChunkObserver> again;
    private final ThreadPoolExecutor pool;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    Prefetcher(
            ChunkBounds bounds,
            ChunkMemory memory,
            Flights flights,
            DiskTier disk,
            ChunkFinder finder,
            Departures departures,
            RangeFetcher fetcher,
            BiConsumer<List<Flight>, ChunkObserver> again,
            FetchLimits limits) {
        this.bounds = bounds;
        this.memory = memory;
        this.flights = flights;
        this.disk = disk;
        this.finder = finder;
        this.departures = departures;
        this.planner = new FetchPlanner(limits.prefetchRange(), limits.gap());
        this.fetcher = fetcher;
        this.again = again;
        this.pool = DaemonPool.of("nydusview-prefetch", limits.prefetchThreads());
    }

    /** Fetches what of {@code chunks} is not here yet, in ranges of {@code budget} bytes together. */
    CompletableFuture<Void> start(List<ChunkRef> chunks, long budget, ChunkObserver observer) {
        try {
            return CompletableFuture.supplyAsync(() -> plan(chunks, budget), pool)
                    .thenCompose(ranges -> CompletableFuture.allOf(ranges.stream()
                            .map(range -> CompletableFuture.runAsync(() -> fetch(range, observer), pool))
                            .toArray(CompletableFuture<?>[]::new)))
                    .<Void>handle((done, nobodyHasAsked) -> null)
                    .applyToEither(stopped, end -> null);
        } catch (RejectedExecutionException e) {
            return stopped;
        }
    }

    /** Drops what waits in line. */
    void stop() {
        pool.shutdown();
        pool.getQueue().clear();
        stopped.complete(null);
    }

    private List<FetchRange> plan(List<ChunkRef> chunks, long budget) {
        Set<ChunkKey> seen = new HashSet<>();
        List<Flight> absent = new ArrayList<>();
        for (ChunkRef chunk : chunks) {
            ChunkKey key = ChunkKey.of(chunk);
            if (seen.add(key) && isSound(chunk) && isAbsent(key, chunk)) {
                absent.add(Flight.of(key, chunk));
            }
        }
        List<LocatedChunk> affordable = new ArrayList<>();
        long left = budget;
        for (LocatedChunk chunk : finder.find(absent)) {
            left -= chunk.location().size();
            if (left < 0) {
                break;
            }
            affordable.add(chunk);
        }
        return within(budget, planner.plan(affordable));
    }

    /** Gaps cost, too. */
    private static List<FetchRange> within(long budget, List<FetchRange> ranges) {
        List<FetchRange> kept = new ArrayList<>();
        long left = budget;
        for (FetchRange range : ranges) {
            left -= range.length();
            if (left < 0) {
                break;
            }
            kept.add(range);
        }
        return kept;
    }

    private boolean isSound(ChunkRef chunk) {
        try {
            bounds.check(chunk);
            return true;
        } catch (RafsFormatException e) {
            return false; // whoever asks for it will hear of it
        }
    }

    private boolean isAbsent(ChunkKey key, ChunkRef chunk) {
        return memory.find(key) == null && !disk.claims(chunk);
    }

    private void fetch(FetchRange planned, ChunkObserver observer) {
        List<LocatedChunk> mine = new ArrayList<>();
        try {
            for (LocatedChunk chunk : planned.chunks()) {
                if (takesOff(chunk.flight())) {
                    mine.add(chunk);
                }
            }
            List<LocatedChunk> toFetch = departures.of(mine, fetcher, flights -> again.accept(flights, observer));
            planner.plan(toFetch).forEach(range -> fetcher.fetch(range, observer));
        } catch (RuntimeException | Error e) {
            mine.forEach(chunk -> fetcher.fail(chunk, e));
            throw new CompletionException(e);
        }
    }

    /** Whether the chunk is still absent and nobody else is fetching it. */
    private boolean takesOff(Flight flight) {
        if (!isAbsent(flight.key(), flight.chunk()) || !flights.join(flight).equals(flight)) {
            return false;
        }
        VerifiedChunk landed = memory.find(flight.key());
        if (landed != null) {
            flights.land(flight, landed);
        }
        return !flight.arrival().isDone();
    }
}
