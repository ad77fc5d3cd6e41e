package dev.nydusview.chunkstore.cache;

import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Decompressed chunks on disk, kept between runs and shared by processes. Safe for concurrent use. When they take more
 * space than they may, the stretches of blobs that were used least recently are given up.
 *
 * <p>The content is not trusted. Writers do not lock, and nothing is synced, so a crash, another process, another image
 * with a different layout of the blob, or a user with an editor may leave any bytes in any place; the caller verifies
 * each chunk. In return nothing needs repair: a chunk that fails verification is written again.
 *
 * <p>The cache never fails a read: a chunk that cannot be loaded is absent, and one that cannot be written is counted.
 */
public final class ChunkCache implements Closeable {
    /** Bytes to which the format aligns chunks. */
    private static final int ALIGNMENT = 4096;

    private final CacheLayout layout;
    private final CacheLog log;
    private final Map<String, ChunkFiles> blobs = new ConcurrentHashMap<>();
    private final AtomicBoolean warned = new AtomicBoolean();
    private final LongAdder writeFailures = new LongAdder();
    private volatile boolean closed;

    private final CacheBudget budget;
    private final boolean traced;
    private final DigestIndex digests;
    private final OtherBlobs others;

    /** Opens the cache at {@code layout} with its default size. */
    public ChunkCache(CacheLayout layout, CacheLog log) {
        this(layout, log, 0);
    }

    /** @param size bytes that the chunks of all blobs may take on disk; 0 for the default of this cache */
    public ChunkCache(CacheLayout layout, CacheLog log, long size) {
        this(layout, log, CacheBudget.of(layout, size), true);
        try {
            CacheRoot.create(layout);
        } catch (IOException e) {
            warnOnce(e);
        }
    }

    private ChunkCache(CacheLayout layout, CacheLog log, CacheBudget budget, boolean traced) {
        this.layout = layout;
        this.log = log;
        this.budget = budget;
        this.traced = traced;
        this.digests = new DigestIndex(layout);
        this.others = new OtherBlobs(layout);
    }

    /** Opens a cache to look at its chunks, which does not count as their use. */
    public static ChunkCache inspected(CacheLayout layout) {
        return new ChunkCache(layout, CacheLog.NONE, CacheBudget.of(layout, 0), false);
    }

    /** Returns the cache's directory; two caches on one directory find what the other has stored. */
    public Path root() {
        return layout.root();
    }

    /** Tests whether the chunk seems to be there: a hint that costs one byte read. */
    public boolean mayContain(String blobId, ChunkRef chunk) {
        requireInBounds(chunk);
        try {
            return files(blobId).mayContain(chunk.index());
        } catch (IOException e) {
            return false;
        }
    }

    /** Fills {@code plain} with the stored bytes of the chunk, not verified; false if it is absent. Its position stays. */
    public boolean load(String blobId, ChunkRef chunk, ByteBuffer plain) {
        requireInBounds(chunk);
        requireSize(chunk, plain);
        try {
            ChunkFiles files = files(blobId);
            return files.mayContain(chunk.index()) && files.read(chunk.index(), chunk.uncompressedOffset(), plain);
        } catch (IOException e) {
            log.unreadable(blobId, chunk.index(), e);
            return false;
        }
    }

    /** Tests whether a chunk with the same digest seems to be at another place: a hint that costs a short read. */
    public boolean mayContainElsewhere(String blobId, ChunkRef chunk) {
        try {
            return elsewhere(blobId, chunk) != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** As {@link #load}, from another place that has a chunk with the same digest. */
    public boolean loadElsewhere(String blobId, ChunkRef chunk, ByteBuffer plain) {
        requireSize(chunk, plain);
        try {
            DigestIndex.Place place = elsewhere(blobId, chunk);
            ChunkFiles files = place == null ? null : others.files(place.blobId());
            return place != null && files != null && files.read(place.index(), place.offset(), plain);
        } catch (IOException e) {
            return false; // given up by another process just now
        }
    }

    private DigestIndex.@Nullable Place elsewhere(String blobId, ChunkRef chunk) throws IOException {
        DigestIndex.Place place = digests.find(chunk.digest(), chunk.size());
        if (place == null || !isInBounds(place.index(), chunk.size(), place.offset())) {
            return null;
        }
        if (place.index() == chunk.index() && place.blobId().equals(blobId)) {
            return null; // its own place
        }
        ChunkFiles files = others.files(place.blobId());
        return files != null && files.mayContain(place.index()) ? place : null;
    }

    /** Forgets the other place of a chunk with this digest, as the bytes there are not those of the chunk. */
    public void forgetElsewhere(ChunkRef chunk) {
        digests.remove(chunk.digest());
    }

    /**
     * Makes the chunk absent, as its stored bytes are not those of the chunk.
     *
     * @return false if it was absent, as another process has given it up, or if that cannot be recorded
     */
    public boolean forget(String blobId, ChunkRef chunk) {
        requireInBounds(chunk);
        try {
            return files(blobId).forget(chunk.index());
        } catch (IOException e) {
            log.unreadable(blobId, chunk.index(), e);
            return false;
        }
    }

    /** Keeps {@code plain}, the verified bytes of the chunk; returns whether that was possible. */
    public boolean store(String blobId, ChunkRef chunk, ByteBuffer plain) {
        requireInBounds(chunk);
        requireSize(chunk, plain);
        boolean stored = write(blobId, chunk, 1, plain);
        if (stored) {
            digests.put(blobId, chunk);
        }
        return stored;
    }

    /**
     * Keeps the verified bytes of chunks as {@link #store} does; less work than one by one where chunks follow one
     * another.
     *
     * @param plain bytes of each of {@code chunks}, whose positions stay
     */
    public boolean storeRun(String blobId, List<ChunkRef> chunks, List<ByteBuffer> plain) {
        boolean stored = true;
        int first = 0;
        for (int i = 1; i <= chunks.size(); i++) {
            if (i == chunks.size() || !follows(chunks.get(i - 1), chunks.get(i))) {
                stored &= storeFollowing(blobId, chunks.subList(first, i), plain.subList(first, i));
                first = i;
            }
        }
        return stored;
    }

    /** Tests whether two chunks follow one another but for an alignment. */
    private static boolean follows(ChunkRef chunk, ChunkRef next) {
        long gap = next.uncompressedOffset() - chunk.uncompressedOffset() - chunk.size();
        return next.index() == chunk.index() + 1 && gap >= 0 && gap < ALIGNMENT;
    }

    private boolean storeFollowing(String blobId, List<ChunkRef> chunks, List<ByteBuffer> plain) {
        ChunkRef first = chunks.get(0);
        if (chunks.size() == 1) {
            return store(blobId, first, plain.get(0));
        }
        ChunkRef last = chunks.get(chunks.size() - 1);
        long start = first.uncompressedOffset();
        ByteBuffer joined = ByteBuffer.allocate((int) (last.uncompressedOffset() - start) + last.size());
        for (int i = 0; i < chunks.size(); i++) {
            ChunkRef chunk = chunks.get(i);
            requireInBounds(chunk);
            requireSize(chunk, plain.get(i));
            joined.position((int) (chunk.uncompressedOffset() - start));
            joined.put(plain.get(i).duplicate());
        }
        boolean stored = write(blobId, first, chunks.size(), joined.flip());
        if (stored) {
            chunks.forEach(chunk -> digests.put(blobId, chunk));
        }
        return stored;
    }

    private boolean write(String blobId, ChunkRef first, int count, ByteBuffer plain) {
        if (!budget.admits()) {
            return false;
        }
        budget.begin(plain.remaining());
        try {
            files(blobId).write(first.index(), count, first.uncompressedOffset(), plain);
            return true;
        } catch (IOException e) {
            if (!closed) {
                writeFailures.add(count);
                warnOnce(e);
            }
            return false;
        } finally {
            budget.end(plain.remaining());
        }
    }

    /** Chunks that could not be written so far. */
    public long writeFailures() {
        return writeFailures.sum();
    }

    /** Closes the files. Later loads find nothing, and later stores are dropped. */
    @Override
    public void close() throws IOException {
        closed = true;
        budget.settle();
        IOException failure = null;
        for (ChunkFiles files : blobs.values()) {
            try {
                files.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        try (digests) {
            others.close();
        } catch (IOException e) {
            failure = e;
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** An image has 254 blobs at most, so all files stay open. */
    private ChunkFiles files(String blobId) throws IOException {
        ChunkFiles files = blobs.computeIfAbsent(blobId, id -> new ChunkFiles(layout, id, traced));
        if (closed) {
            files.close();
        }
        return files;
    }

    private void warnOnce(IOException e) {
        if (warned.compareAndSet(false, true)) {
            log.unwritable(
                    "the cache at " + layout.root() + " cannot be written ("
                            + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); reading continues, but fetched data is not cached: free some space or choose another --cache-dir");
        }
    }

    private static void requireSize(ChunkRef chunk, ByteBuffer plain) {
        if (plain.remaining() != chunk.size()) {
            throw new IllegalArgumentException(plain.remaining() + " bytes for a chunk of " + chunk.size());
        }
    }

    private static void requireInBounds(ChunkRef chunk) {
        if (!accepts(chunk)) {
            throw new IllegalArgumentException("chunk out of bounds: " + chunk);
        }
    }

    /** Tests whether a cache has a place for the chunk; all other operations require that. */
    public static boolean accepts(ChunkRef chunk) {
        return isInBounds(chunk.index(), chunk.size(), chunk.uncompressedOffset());
    }

    private static boolean isInBounds(int index, int size, long offset) {
        return index >= 0
                && index < BlobInfo.MAX_CHUNK_COUNT
                && size > 0
                && size <= ChunkInfoLayout.MAX_CHUNK_SIZE
                && offset >= 0
                && offset <= BlobInfo.MAX_UNCOMPRESSED_SIZE - size;
    }
}
