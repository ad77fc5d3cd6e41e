package dev.nydusview.chunkstore;

import dev.nydusview.rafs.chunk.ChunkObserver;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.RafsFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Delivers the chunks of an image from memory, from the disk cache, or from where its blobs are. */
public final class LazyChunkSource implements ChunkSource {
    /*
     * A chunk comes from the first of four that has it:
     *
     *   calling thread:  memory -> InFlightChunks (it is being fetched) -> VerifyingChunkCache -> CheckedLocations --+
     *   fetch threads:                       complete <- decode, verify <- RangeFetcher <- FetchPlanner -------------+
     *
     * Threads. The thread that asks looks into memory and, for the chunks that it has claimed, into the disk cache,
     * finds out where the missing chunks are stored and plans the ranges. A warm read thus never changes threads. The
     * fetch threads read ranges, decode, verify, write to the disk cache and complete the futures, in this order: who
     * has seen a chunk arrive can rely on its being in the cache. Nobody who asks ever waits inside request() for a chunk
     * that another has claimed, so there is no order of requests that could block.
     *
     * Locks. A monitor each guards the two FairCaches, FetchThreads, InFlightChunks, and each map of stored bytes in
     * that; under each there are operations on maps and queues and nothing else. Pending chunks are a concurrent map. No
     * lock is held while bytes are read, decoded, verified or written, nor while a future is completed, and no thread
     * ever holds two of them.
     *
     * Single flight. A chunk is pending from putIfAbsent, whose winner owns it, until it is complete or has failed. It
     * completes by going into memory, then out of the map, then into its future. Hence somebody who misses in memory,
     * then wins putIfAbsent, may come after one that has just completed; so the owner looks into memory again before the
     * disk, and a chunk that memory holds is never fetched twice. A failed chunk leaves no trace: who waited
     * gets its exception, who asks afterwards starts anew. The key is digest and size, not the place, so equal
     * chunks of other files and blobs arrive together; each further place is given a copy in the disk cache, as the next
     * process may ask for it first.
     *
     * Contexts. Batches and zran contexts make many chunks out of the same stored bytes. Of the pending chunks
     * that want the same bytes the first has them read, the others wait for it, and all complete when the bytes were
     * unpacked; these go into memory first, as above, and whoever wins the right to read them looks there again. What
     * they hold beyond the pending chunks goes to the disk cache, unverified.
     *
     * Other images. Layers are shared, and so is the disk cache. Of the images that want the same stored bytes of one
     * registry for one cache the first has them read; the others begin anew with their chunks when it is done: they find
     * them on disk, or fetch them. So no image gets the failure of another one.
     *
     * Always completed. Whatever is thrown between claim and completion, Errors included, becomes the IOException of the
     * chunks concerned: of one chunk where it was located or decoded, of all chunks of a range where that was read,
     * of all chunks of a request where even that is unknown. Bounds on sizes and offsets are checked before a chunk
     * is claimed, and again on what the locator says.
     *
     * Back-pressure. The images of a process share their threads and stored bytes in flight (FetchThreads) and what they
     * keep in memory (FairCache); each thread has one decoded chunk or context beyond that. A range waits in the queue of
     * its image until its bytes are free; the queues hold descriptions only. They have their turn one after the other,
     * and no registry gets more than two thirds of the threads and bytes that others leave (FairBudget), so that one
     * that is slow stops no other. What was decoded belongs to whoever asked for it and to memory.
     *
     * Close. First what is pending fails, then the queue drops what waits, then the blob source closes, other images
     * begin anew with what this one was to fetch for them, and when the threads have put down what they were holding, or
     * after a while, the files. Threads are not interrupted: that would close channels under others and does not end a
     * blocked socket read, while closing the blob source does. A thread that comes late finds its chunk failed and the
     * cache closed, which both ignore. A chunk that is claimed during close is either seen by the sweep or sees the
     * closed mark, and so is a claim to stored bytes.
     */

    private final ImageResources image;
    private final MissedChunks missed;
    private final Prefetcher prefetcher;
    private final AtomicBoolean closed = new AtomicBoolean();

    LazyChunkSource(ImageResources image) {
        RangeFetcher fetcher = new RangeFetcher(image);
        this.image = image;
        this.missed = new MissedChunks(image, fetcher);
        this.prefetcher = new Prefetcher(image, missed, fetcher);
    }

    @Override
    public List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks) {
        return request(chunks, ChunkObserver.NONE);
    }

    /** {@inheritDoc} Blocks no longer than it takes to load chunks from the disk cache and to locate the others. */
    @Override
    public List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks, ChunkObserver observer) {
        List<CompletableFuture<ByteBuffer>> delivered = new ArrayList<>(chunks.size());
        List<PendingChunk> mine = new ArrayList<>(chunks.size());
        try {
            for (ChunkRef chunk : chunks) {
                delivered.add(deliver(chunk, mine));
            }
        } catch (RuntimeException | Error e) {
            mine.forEach(pending -> image.inFlight().fail(pending, e));
            throw e;
        }
        missed.deliver(mine, observer);
        return delivered;
    }

    private CompletableFuture<ByteBuffer> deliver(ChunkRef chunk, List<PendingChunk> mine) {
        try {
            image.places().check(chunk);
        } catch (RafsFormatException e) {
            return CompletableFuture.failedFuture(e);
        }
        ChunkKey key = ChunkKey.of(chunk);
        VerifiedChunk held = image.memory().find(key);
        if (held != null) {
            return CompletableFuture.completedFuture(handOver(held, chunk));
        }
        PendingChunk own = PendingChunk.of(key, chunk);
        PendingChunk claimed = image.inFlight().tryClaim(own);
        if (claimed.equals(own) && !own.result().isDone()) {
            mine.add(own);
        }
        return claimed.result().thenApply(arrived -> handOver(arrived, chunk));
    }

    /** A future and a buffer for each who asks: none can cancel the one or move the position of the other for all. */
    private ByteBuffer handOver(VerifiedChunk verified, ChunkRef chunk) {
        image.disk().storeCopy(verified, chunk);
        return verified.bytes().duplicate();
    }

    /** {@inheritDoc} Without a disk cache only as much as memory is sure to hold until it is asked for. */
    @Override
    public CompletableFuture<Void> prefetch(List<ChunkRef> chunks, long budget, ChunkObserver observer) {
        return prefetcher.start(chunks, budget, observer);
    }

    /** The cost of delivering chunks so far. */
    public FetchCounts counts() {
        return image.counters().snapshot(image.disk().writeFailures());
    }

    /** Fails what is pending and all that is asked for from now on. Other images of the store go on. */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        image.inFlight().close(new IOException("the image was closed while its chunks were still being read"));
        image.threads().close();
        prefetcher.stop();
        image.memory().close();
        image.contexts().close();
        try {
            image.source().close();
        } finally {
            image.inFlight().leave();
            image.threads().awaitEnd();
            image.disk().close();
        }
    }
}
