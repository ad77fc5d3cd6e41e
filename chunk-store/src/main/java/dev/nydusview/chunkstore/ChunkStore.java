package dev.nydusview.chunkstore;

import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CacheLog;
import dev.nydusview.chunkstore.cache.ChunkCache;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.chunk.ChunkDecoder;
import dev.nydusview.rafs.chunk.ChunkLocator;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Owns what the images of a process share to read their chunks: threads, memory, the chunks in flight, and the disk
 * cache. There is one in a process, so that its bounds are those of the process, however many images are open. Images
 * are closed before it. Without images it has only threads, which end when they have been idle for a while, or at once
 * when it is closed.
 */
public final class ChunkStore implements Closeable {
    private final FetchLimits limits;
    private final CacheLog log;
    private final long cacheSize;
    private final FairCache<ChunkKey, VerifiedChunk> chunks;
    private final FairCache<LocatedChunk.Stored, ByteBuffer> contexts;
    private final InFlightChunks inFlight = new InFlightChunks();
    private final FetchThreads threads;
    private final RecentChunks recent;

    /** The images that are open. Guarded by itself, as are the counts of those that were closed. */
    private final Set<LazyChunkSource> sources = new HashSet<>();

    private FetchCounts ended = FetchCounts.none();
    private long endedAhead;

    /** @param log receives faults of the disk cache, which do not fail reads */
    public ChunkStore(CacheLog log) {
        this(log, 0);
    }

    /**
     * @param log receives faults of the disk cache, which do not fail reads
     * @param cacheSize bytes that the chunks in a disk cache may take; 0 for the default of the cache
     */
    public ChunkStore(CacheLog log, long cacheSize) {
        this(log, FetchLimits.within(Runtime.getRuntime().maxMemory()), cacheSize);
    }

    ChunkStore(CacheLog log, FetchLimits limits) {
        this(log, limits, 0);
    }

    ChunkStore(CacheLog log, FetchLimits limits, long cacheSize) {
        this.limits = limits;
        this.log = log;
        this.cacheSize = cacheSize;
        this.chunks = new FairCache<>(limits.memory(), ChunkKey::size);
        this.contexts = new FairCache<>(limits.contexts(), LocatedChunk.Stored::plainSize);
        this.recent = new RecentChunks(limits.recent());
        this.threads = new FetchThreads(limits);
    }

    /**
     * Opens a source of the chunks of {@code image}; closing it closes {@code source}, and nothing that other images
     * use.
     *
     * @param cache place of the disk cache; null to store nothing on disk
     * @param origin origin of the blobs, such as the registry: images of one origin share their fetches, and images of
     *     different origins never wait for each other
     */
    public LazyChunkSource open(
            RafsImage image, ChunkLocator locator, BlobSource source, @Nullable CacheLayout cache, String origin) {
        ChunkDecoder decoder = new ChunkDecoder(image);
        VerifyingChunkCache disk = new VerifyingChunkCache(
                cache == null ? null : new ChunkCache(cache, log, cacheSize), image.blobs(), decoder);
        FairCache<ChunkKey, VerifiedChunk>.Share memory = chunks.open();
        LazyChunkSource opened = new LazyChunkSource(
                new ImageResources(
                        new CheckedLocations(image.blobs(), locator),
                        source,
                        decoder,
                        disk,
                        new CoStoredChunks(locator, disk),
                        memory,
                        recent,
                        contexts.open(),
                        inFlight.open(memory, cache == null ? null : cache.root(), origin),
                        threads.open(origin),
                        new LinkSpeed(limits.gap()),
                        new FetchCounts.Counters(),
                        limits),
                this::ended);
        synchronized (sources) {
            sources.add(opened);
        }
        return opened;
    }

    private void ended(LazyChunkSource source) {
        synchronized (sources) {
            if (sources.remove(source)) {
                ended = ended.plus(source.counts());
                endedAhead += source.aheadBytes();
            }
        }
    }

    /**
     * The cost of delivering the chunks of all images so far.
     *
     * @param counts of all images, closed ones included
     * @param aheadBytes stored bytes among these that were fetched before they were asked for
     */
    public record Totals(FetchCounts counts, long aheadBytes) {}

    /** The cost of delivering the chunks of all images so far. */
    public Totals totals() {
        synchronized (sources) {
            FetchCounts counts = ended;
            long ahead = endedAhead;
            for (LazyChunkSource source : sources) {
                counts = counts.plus(source.counts());
                ahead += source.aheadBytes();
            }
            return new Totals(counts, ahead);
        }
    }

    /** Memory that the open images take together. */
    public StoreUsage usage() {
        return new StoreUsage(chunks.usage(), contexts.usage(), threads.inFlight());
    }

    /** Lets the threads end. What an image that is still open asks for then is only delivered from memory and disk. */
    @Override
    public void close() {
        threads.close();
    }
}
