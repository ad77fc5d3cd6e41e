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
import java.util.function.Consumer;

/** Delivers the chunks of an image from memory, from the disk cache, or from its blobs. */
public final class LazyChunkSource implements ChunkSource {
    /*
     * A chunk comes from the first of these places that has it:
     *
     *   calling thread:  memory -> InFlightChunks (it is being fetched) -> VerifyingChunkCache -> CheckedLocations --+
     *   fetch threads:                       complete <- decode, verify <- RangeFetcher <- FetchPlanner -------------+
     *
     * Memory has the chunks that are not on disk, because there is no disk cache or it cannot be written. Large ones that
     * are on disk are in RecentChunks as well, which keeps few: a file that is read in order needs each of them twice.
     *
     * Threads. The calling thread looks into memory and, for the chunks that it has claimed, into the disk cache, finds
     * where the missing chunks are stored and plans the ranges. A warm read thus never changes threads; of many chunks
     * at once a second thread loads and verifies half, and the caller waits for that. tryRead() claims nothing. The fetch
     * threads read ranges, decode, verify (half of many chunks on a second thread), write to the disk cache and complete
     * the futures, in this order: a reader that has received a chunk can rely on its being in the cache. A caller never
     * waits inside request() for a chunk that another one has claimed, so no order of requests can block.
     *
     * Locks. One monitor each guards the two FairCaches, FetchThreads, InFlightChunks, and each map of stored bytes in
     * the latter; only operations on maps and queues run under them. Pending chunks are in a concurrent map. No lock is
     * held while bytes are read, decoded, verified or written, nor while a future is completed, and no thread ever
     * holds two of them; but RecentChunks loads under the lock of one of its buffers, for which only readers of the
     * same chunk wait.
     *
     * Single flight. A chunk is pending from putIfAbsent, whose winner owns it, until it is complete or has failed. To
     * complete, it goes to disk or into memory first, then out of the map, then into its future. A thread that misses in
     * memory and then wins putIfAbsent may thus come just after a completion; so the owner looks into memory and the disk
     * cache again, and a chunk that either holds is never fetched twice. A failed chunk leaves no trace: those who waited
     * get its exception, and a later request fetches again. The key is digest and size, not the place, so equal chunks of
     * other files and blobs arrive together; each further place gets a copy in the disk cache, as the next process may
     * ask for it first.
     *
     * Contexts. Batches and zran contexts yield many chunks from the same stored bytes. Of the pending chunks
     * that need the same bytes the first has them read, the others wait for it, and all complete when the bytes are
     * decompressed. Chunks in the result beyond the pending ones go to the disk cache, unverified; where that does not
     * take them, the result goes into memory. Whoever wins the right to read the bytes looks into both again.
     *
     * Other images. Layers are shared, and so is the disk cache. Of the images that need the same stored bytes of one
     * registry for one cache the first has them read; when it is done, the others begin again with their chunks, and
     * find them on disk or fetch them. So an image never gets the failure of another one.
     *
     * Always completed. Whatever is thrown between claim and completion, Errors included, becomes the IOException of
     * the chunks concerned: of one chunk where it was located or decoded, of all chunks of a range where that was read,
     * of all chunks of a request where even that is unknown. Bounds on sizes and offsets are checked before a chunk is
     * claimed, and again on what the locator returns.
     *
     * Back-pressure. The images of a process share their threads and stored bytes in flight (FetchThreads) and their
     * memory (FairCache); each thread has one decoded chunk or context beyond that. A range waits in the queue of its
     * image until its bytes are free; the queues hold descriptions only. The queues take turns, and no registry gets
     * more than two thirds of the threads and bytes that others leave (FairBudget), so that a slow one does not stop
     * others. Decoded bytes belong to the requester and to memory.
     *
     * Close. First, pending chunks fail; then the queue drops its waiting ranges; then the blob source closes, and
     * other images begin again with what this one was to fetch for them; and when the threads have put down what they
     * were holding, or after a while, the files are closed. Threads are not interrupted: that would close channels
     * under others and does not end a blocked socket read, while closing the blob source does. A thread that comes late
     * finds its chunk failed and the cache closed, and ignores both. A chunk that is claimed during close is either
     * seen by the sweep or sees the closed mark, and so is a claim to stored bytes.
     */

    private final ImageResources image;
    private final MissedChunks missed;
    private final Prefetcher prefetcher;
    private final Consumer<LazyChunkSource> ended;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param ended is told when this is closed, and counts no more */
    LazyChunkSource(ImageResources image, Consumer<LazyChunkSource> ended) {
        this.ended = ended;
        RangeFetcher fetcher = new RangeFetcher(image);
        this.image = image;
        this.missed = new MissedChunks(image, fetcher);
        this.prefetcher = new Prefetcher(image, missed, fetcher);
    }

    @Override
    public List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks) {
        return request(chunks, ChunkObserver.NONE);
    }

    /** {@inheritDoc} Blocks only while chunks are loaded from the disk cache and the others are located. */
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
        ByteBuffer recent = image.recent().find(image.inFlight(), key);
        if (recent != null) {
            return CompletableFuture.completedFuture(
                    handOver(new VerifiedChunk(chunk, recent.asReadOnlyBuffer()), chunk));
        }
        PendingChunk own = new PendingChunk(key, chunk);
        PendingChunk claimed = image.inFlight().tryClaim(own);
        CompletableFuture<VerifiedChunk> result = claimed.result();
        if (result == null) {
            return deliver(chunk, mine); // it is on disk by now
        }
        if (claimed.equals(own) && !own.isDone()) {
            mine.add(own);
        }
        return result.thenApply(arrived -> handOver(arrived, chunk));
    }

    @Override
    public boolean tryRead(ChunkRef chunk, int from, int count, ByteBuffer target) {
        try {
            image.places().check(chunk);
        } catch (RafsFormatException e) {
            return false;
        }
        ChunkKey key = ChunkKey.of(chunk);
        VerifiedChunk held = image.memory().find(key);
        if (held != null) {
            target.put(handOver(held, chunk).slice(from, count));
            return true;
        }
        if (!image.disk().mayContain(chunk)) {
            return false;
        }
        boolean whole = from == 0 && count == chunk.size();
        if (whole && count <= MissedChunks.SMALL) {
            return loaded(chunk, target);
        }
        return chunk.size() <= RecentChunks.MAX_CHUNK
                && image.recent()
                        .read(
                                image.inFlight(),
                                key,
                                buffer -> loaded(chunk, buffer),
                                plain -> target.put(plain.slice(from, count)));
    }

    private boolean loaded(ChunkRef chunk, ByteBuffer target) {
        boolean loaded = image.disk().load(chunk, target);
        if (loaded) {
            image.counters().chunksFromCache.increment();
        }
        return loaded;
    }

    /**
     * Gives each caller a buffer of its own, as thenApply gives it a future: it cannot move or cancel those of others.
     */
    private ByteBuffer handOver(VerifiedChunk verified, ChunkRef chunk) {
        image.disk().storeCopy(verified, chunk);
        return verified.bytes().duplicate();
    }

    /** {@inheritDoc} Without a disk cache, fetches only as much as memory is sure to hold until it is requested. */
    @Override
    public CompletableFuture<Void> prefetch(List<ChunkRef> chunks, long budget, ChunkObserver observer) {
        return prefetcher.start(chunks, budget, observer);
    }

    @Override
    public long keptAhead() {
        return prefetcher.kept();
    }

    /** The cost of delivering chunks so far. */
    public FetchCounts counts() {
        return image.counters().snapshot(image.disk().writeFailures());
    }

    /** Stored bytes that were fetched before they were asked for. */
    long aheadBytes() {
        return image.counters().aheadBytes.sum();
    }

    /** Fails all pending and later requests of this image. Other images of the store are not affected. */
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
            ended.accept(this);
        }
    }
}
