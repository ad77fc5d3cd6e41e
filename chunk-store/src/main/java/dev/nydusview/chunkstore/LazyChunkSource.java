package dev.nydusview.chunkstore;

import dev.nydusview.chunkstore.cache.ChunkCache;
import dev.nydusview.rafs.BlobInfo;
import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.chunk.ChunkDecoder;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.chunk.ChunkObserver;
import dev.nydusview.rafs.chunk.ChunkSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Delivers the chunks of an image from memory, from the disk cache, or from where its blobs are. */
public final class LazyChunkSource implements ChunkSource {
    /*
     * A chunk comes from the first of four that has it:
     *
     *   calling thread:  ChunkMemory -> Flights (somebody fetches it already) -> DiskTier --+
     *   pool threads:                                  land <- decode, verify <- RangeFetcher <- FetchPlanner
     *
     * Threads. The thread that asks looks into memory and, for the flights that it starts, into the disk cache, finds
     * out where the missing chunks are stored and plans the ranges. A warm read thus never changes threads. The pool
     * reads ranges, decodes, verifies, writes to the disk cache and completes the futures, in this order: who has seen
     * a chunk arrive can rely on its being in the cache. Nobody who asks ever waits inside request() for the flight of
     * another, so there is no order of requests that could block.
     *
     * Locks. One monitor guards ChunkMemory, one Units; under each there are map operations and nothing else. Flights is a
     * concurrent map. No lock is held while bytes are read, decoded, verified or written, nor while a future is
     * completed, and no thread ever holds two.
     *
     * Single flight. A flight is in the map from putIfAbsent, whose winner owns it, until it has landed or failed. It
     * lands by going into memory, then out of the map, then completing. Hence somebody who misses in memory, then wins
     * putIfAbsent, may be behind a flight that has just landed; so the owner looks into memory again before he goes
     * for the disk, and a chunk that memory holds is never fetched twice. A failed flight leaves no trace: who waited
     * gets its exception, who asks afterwards starts a new one. The key is digest and size, not the place, so equal
     * chunks of other files and blobs fly together; each further place is given a copy in the disk cache, as the next
     * process may ask for it first.
     *
     * Units. Batches and stretches of gzip data make many chunks out of the same stored bytes. Units is a monitor with
     * map operations under it: of the flights that want chunks of one unit the first fetches it, the others wait in its
     * list, and all land when it was unpacked. What it holds beyond them goes to the disk cache, unverified.
     *
     * Other images. Layers are shared, and so is the disk cache. Of the images of this process that want the same stored
     * bytes of one registry the first claims them (StoredClaims, a monitor with map operations under it); the others
     * begin anew with their flights when it has released its claim: they find the chunk on disk, or fetch it.
     *
     * Always completed. Whatever is thrown between start and landing, Errors included, becomes the IOException of the
     * flights concerned: of one chunk where it was located or decoded, of all chunks of a range where that was read,
     * of all flights of a request where even that is unknown. Bounds on sizes and offsets are checked before a flight
     * starts, and again on what the locator says.
     *
     * Back-pressure. Ranges are read by a bounded number of threads within a bounded number of stored bytes; each
     * thread has one decoded chunk beyond that. The queue holds descriptions only. What was decoded belongs to
     * whoever asked for it and to ChunkMemory.
     *
     * Close. First what is pending fails, then the pool takes no more, then the blob source closes, and when the pool
     * has put down what it was holding, or after a while, the files. Pool threads are not interrupted: that would close
     * channels under others and does not end a blocked socket read, while closing the blob source does. A thread that
     * comes late finds its flight failed and the cache closed, which
     * both ignore. A flight that starts during close is either seen by the sweep or sees the closed mark.
     */

    private final ChunkBounds bounds;
    private final ChunkMemory memory;
    private final Flights flights;
    private final DiskTier disk;
    private final ChunkFinder finder;
    private final Units units;
    private final Departures departures;
    private final FetchPlanner planner;
    private final RangeFetcher fetcher;
    private final Prefetcher prefetcher;
    private final long unkept;
    private final BlobSource source;
    private final FetchCounters counters = new FetchCounters();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * A source of the chunks of {@code image}, which closes {@code source} and {@code cache} with itself.
     *
     * @param cache null to keep nothing on disk
     * @param origin from where blobs come, such as the registry
     */
    public LazyChunkSource(
            RafsImage image, ChunkLocator locator, BlobSource source, @Nullable ChunkCache cache, String origin) {
        this(image.blobs(), locator, Decoder.of(new ChunkDecoder(image)), source, cache, origin, FetchLimits.DEFAULT);
    }

    LazyChunkSource(
            List<BlobInfo> blobs,
            ChunkLocator locator,
            Decoder decoder,
            BlobSource source,
            @Nullable ChunkCache cache,
            String origin,
            FetchLimits limits) {
        this.bounds = new ChunkBounds(blobs);
        this.memory = new ChunkMemory(limits.memory());
        this.flights = new Flights(memory);
        this.disk = new DiskTier(cache, bounds, decoder);
        this.finder = new ChunkFinder(locator, bounds, flights);
        this.planner = new FetchPlanner(limits.range(), 0);
        this.units = new Units(limits.units());
        this.departures = new Departures(bounds, disk, units, new StoredClaims(cache, origin), this::landFromDisk);
        this.fetcher = new RangeFetcher(
                source,
                decoder,
                bounds,
                disk,
                flights,
                units,
                departures,
                new Neighbours(locator, disk),
                counters,
                limits);
        this.prefetcher =
                new Prefetcher(bounds, memory, flights, disk, finder, departures, fetcher, this::startLater, limits);
        this.unkept = limits.memory() / 2;
        this.source = source;
    }

    @Override
    public List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks) {
        return request(chunks, ChunkObserver.NONE);
    }

    /** {@inheritDoc} Blocks no longer than it takes to load chunks from the disk cache and to locate the others. */
    @Override
    public List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks, ChunkObserver observer) {
        List<CompletableFuture<ByteBuffer>> delivered = new ArrayList<>(chunks.size());
        List<Flight> mine = new ArrayList<>(chunks.size());
        try {
            for (ChunkRef chunk : chunks) {
                delivered.add(deliver(chunk, mine));
            }
        } catch (RuntimeException | Error e) {
            mine.forEach(flight -> flights.fail(flight, e));
            throw e;
        }
        start(mine, observer);
        return delivered;
    }

    /** {@inheritDoc} Without a disk cache only as much as memory is sure to hold until it is asked for. */
    @Override
    public CompletableFuture<Void> prefetch(List<ChunkRef> chunks, long budget, ChunkObserver observer) {
        return prefetcher.start(chunks, disk.keepsAnything() ? budget : Math.min(budget, unkept), observer);
    }

    /** What delivering chunks has cost so far. */
    public FetchCounts counts() {
        return counters.snapshot(disk.writeFailures());
    }

    /** Fails what is pending and all that is asked for from now on. */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        flights.close(new IOException("the image was closed while its chunks were still being read"));
        prefetcher.stop();
        fetcher.stop();
        memory.clear();
        units.clear();
        try {
            source.close();
        } finally {
            fetcher.awaitEnd();
            departures.close();
            disk.close();
        }
    }

    private CompletableFuture<ByteBuffer> deliver(ChunkRef chunk, List<Flight> mine) {
        try {
            bounds.check(chunk);
        } catch (RafsFormatException e) {
            return CompletableFuture.failedFuture(e);
        }
        ChunkKey key = ChunkKey.of(chunk);
        VerifiedChunk held = memory.find(key);
        if (held != null) {
            return CompletableFuture.completedFuture(handOver(held, chunk));
        }
        Flight own = Flight.of(key, chunk);
        Flight joined = flights.join(own);
        if (joined.equals(own) && !own.arrival().isDone()) {
            mine.add(own);
        }
        return joined.arrival().thenApply(arrived -> handOver(arrived, chunk));
    }

    /** A future and a buffer for each who asks: none can cancel the one or move the position of the other for all. */
    private ByteBuffer handOver(VerifiedChunk verified, ChunkRef chunk) {
        disk.storeCopy(verified, chunk);
        return verified.bytes().duplicate();
    }

    private void start(List<Flight> mine, ChunkObserver observer) {
        try {
            List<Flight> missing = new ArrayList<>(mine.size());
            for (Flight flight : mine) {
                if (!landFromDisk(flight)) {
                    missing.add(flight);
                }
            }
            fetch(finder.find(missing), observer);
        } catch (RuntimeException | Error e) {
            mine.forEach(flight -> flights.fail(flight, e));
        }
    }

    private void fetch(List<LocatedChunk> located, ChunkObserver observer) {
        List<LocatedChunk> toFetch = List.of();
        try {
            toFetch = departures.of(located, fetcher, flying -> startLater(flying, observer));
            planner.plan(toFetch).forEach(range -> fetcher.submit(range, observer));
        } catch (RuntimeException | Error e) {
            toFetch.forEach(chunk -> fetcher.fail(chunk, e));
            throw e;
        }
    }

    private void startLater(List<Flight> mine, ChunkObserver observer) {
        if (!mine.isEmpty()) {
            fetcher.execute(() -> start(mine, observer));
        }
    }

    private boolean landFromDisk(Flight flight) {
        VerifiedChunk chunk = memory.find(flight.key());
        if (chunk == null) {
            chunk = disk.load(flight.chunk());
            if (chunk == null) {
                return false;
            }
            counters.chunksFromCache.increment();
        }
        flights.land(flight, chunk);
        return true;
    }
}
