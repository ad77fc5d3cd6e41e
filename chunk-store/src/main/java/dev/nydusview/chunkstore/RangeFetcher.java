package dev.nydusview.chunkstore;

import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.blob.ChunkLocation;
import dev.nydusview.rafs.chunk.ChunkObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Reads ranges on threads of its own and lands the flights of their chunks, whatever happens on the way. */
final class RangeFetcher {
    private static final long END_SECONDS = 3;

    private final BlobSource source;
    private final Decoder decoder;
    private final ChunkBounds bounds;
    private final DiskTier disk;
    private final Flights flights;
    private final Units units;
    private final Departures departures;
    private final Neighbours neighbours;
    private final FetchCounters counters;
    private final int budget;
    private final Semaphore unspent;
    private final ThreadPoolExecutor pool;

    RangeFetcher(
            BlobSource source,
            Decoder decoder,
            ChunkBounds bounds,
            DiskTier disk,
            Flights flights,
            Units units,
            Departures departures,
            Neighbours neighbours,
            FetchCounters counters,
            FetchLimits limits) {
        this.source = source;
        this.decoder = decoder;
        this.bounds = bounds;
        this.disk = disk;
        this.flights = flights;
        this.units = units;
        this.departures = departures;
        this.neighbours = neighbours;
        this.counters = counters;
        this.budget = limits.inFlight();
        this.unspent = new Semaphore(budget, true);
        this.pool = DaemonPool.of("nydusview-fetch", limits.threads());
    }

    /** Queues the range; after {@link #stop} its chunks fail. {@code observer} hears of what is read for it. */
    void submit(FetchRange range, ChunkObserver observer) {
        try {
            pool.execute(() -> fetch(range, observer));
        } catch (RuntimeException | Error e) {
            range.chunks().forEach(chunk -> fail(chunk, e));
        }
    }

    /** Runs {@code task} on a thread of the fetcher, unless it was stopped. */
    void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            return; // all flights have failed
        }
    }

    /** Drops what is queued and lets the threads end. */
    void stop() {
        pool.shutdown();
        pool.getQueue().clear();
    }

    /** Waits a while for what has been fetched to be kept; to be called when nothing blocks any more. */
    void awaitEnd() {
        try {
            pool.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the range on this thread. A single one above the whole budget waits until it is alone. */
    void fetch(FetchRange range, ChunkObserver observer) {
        int charge = Math.min(range.length(), budget);
        unspent.acquireUninterruptibly(charge);
        try {
            ByteBuffer stored = read(range);
            observer.fetched(stored.remaining());
            for (LocatedChunk chunk : range.chunks()) {
                land(range, chunk, stored);
            }
        } catch (Throwable e) { // the thread must live and the futures complete, whatever it is
            range.chunks().forEach(chunk -> fail(chunk, e));
        } finally {
            unspent.release(charge);
        }
    }

    private ByteBuffer read(FetchRange range) throws IOException {
        String blobId = bounds.blobs().get(range.blobIndex()).id();
        counters.ranges.increment();
        ByteBuffer stored = source.read(blobId, range.offset(), range.length());
        counters.rangeBytes.add(stored.remaining());
        if (stored.remaining() != range.length()) {
            throw new IOException("blob " + blobId + " delivered " + stored.remaining() + " bytes at offset "
                    + range.offset() + " instead of " + range.length());
        }
        return stored.slice();
    }

    /** A failure is this chunk's alone, or its unit's: its neighbours in the range go on. */
    private void land(FetchRange range, LocatedChunk located, ByteBuffer stored) {
        ByteBuffer unpacked;
        try {
            ChunkLocation location = located.location();
            ByteBuffer own = stored.slice((int) (location.offset() - range.offset()), location.size());
            unpacked = decoder.unpack(located.flight().chunk(), location, own);
        } catch (IOException | RuntimeException | Error e) {
            fail(located, e);
            return;
        }
        land(located, unpacked);
        if (located.isShared()) {
            units.end(located, unpacked).forEach(waiting -> land(waiting, unpacked));
            neighbours.keep(located.flight().chunk(), unpacked);
        }
        departures.release(located);
    }

    /** Lands a chunk out of what its stored bytes have made. */
    void land(LocatedChunk located, ByteBuffer unpacked) {
        Flight flight = located.flight();
        try {
            ByteBuffer plain = decoder.cut(flight.chunk(), located.location(), unpacked);
            if (located.isShared()) {
                // A chunk that stays in memory must not keep the whole unit alive.
                plain = ByteBuffer.allocate(plain.remaining()).put(plain).flip();
            }
            VerifiedChunk verified =
                    new VerifiedChunk(flight.chunk(), plain.slice().asReadOnlyBuffer());
            counters.chunksFetched.increment();
            disk.store(verified);
            flights.land(flight, verified);
        } catch (IOException | RuntimeException | Error e) {
            flights.fail(flight, e);
        }
    }

    /** Fails a chunk and whoever waits for the same stored bytes. */
    void fail(LocatedChunk located, Throwable reason) {
        flights.fail(located.flight(), reason);
        if (located.isShared()) {
            units.end(located, null).forEach(waiting -> flights.fail(waiting.flight(), reason));
        }
        departures.release(located);
    }
}
