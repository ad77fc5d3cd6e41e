package dev.nydusview.chunkstore.cache;

import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Decompressed chunks on disk, kept between runs and shared by processes. Safe for concurrent use.
 *
 * <p>The content is not trusted. Writers do not lock, and nothing is synced, so a crash, another process, another image
 * with a different layout of the blob, or a user with an editor may leave any bytes in any place; the caller verifies
 * each chunk. In return nothing needs repair: a chunk that fails verification is written again.
 *
 * <p>The cache never fails a read: a chunk that cannot be loaded is absent, and one that cannot be written is counted.
 */
public final class ChunkCache implements Closeable {
    private final CacheLayout layout;
    private final CacheLog log;
    private final Map<String, ChunkFiles> blobs = new ConcurrentHashMap<>();
    private final AtomicBoolean warned = new AtomicBoolean();
    private final LongAdder writeFailures = new LongAdder();
    private volatile boolean closed;

    public ChunkCache(CacheLayout layout, CacheLog log) {
        this.layout = layout;
        this.log = log;
        try {
            CacheRoot.create(layout);
        } catch (IOException e) {
            warnOnce(e);
        }
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

    /** Returns the stored bytes of the chunk, in its full length and not verified; null if it is absent. */
    public @Nullable ByteBuffer load(String blobId, ChunkRef chunk) {
        requireInBounds(chunk);
        try {
            ChunkFiles files = files(blobId);
            if (!files.mayContain(chunk.index())) {
                return null;
            }
            ByteBuffer plain = ByteBuffer.allocate(chunk.size());
            return files.read(chunk.uncompressedOffset(), plain) ? plain.asReadOnlyBuffer() : null;
        } catch (IOException e) {
            log.unreadable(blobId, chunk.index(), e);
            return null;
        }
    }

    /** Keeps {@code plain}, the verified bytes of the chunk. */
    public void store(String blobId, ChunkRef chunk, ByteBuffer plain) {
        requireInBounds(chunk);
        if (plain.remaining() != chunk.size()) {
            throw new IllegalArgumentException(plain.remaining() + " bytes for a chunk of " + chunk.size());
        }
        try {
            files(blobId).write(chunk.index(), chunk.uncompressedOffset(), plain);
        } catch (IOException e) {
            if (!closed) {
                writeFailures.increment();
                warnOnce(e);
            }
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
        IOException failure = null;
        for (ChunkFiles files : blobs.values()) {
            try {
                files.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** An image has 254 blobs at most, so all files stay open. */
    private ChunkFiles files(String blobId) throws IOException {
        ChunkFiles files = blobs.computeIfAbsent(blobId, id -> new ChunkFiles(layout, id));
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

    private static void requireInBounds(ChunkRef chunk) {
        boolean inBounds = chunk.index() >= 0
                && chunk.index() < BlobInfo.MAX_CHUNK_COUNT
                && chunk.size() > 0
                && chunk.size() <= ChunkInfoLayout.MAX_CHUNK_SIZE
                && chunk.uncompressedOffset() >= 0
                && chunk.uncompressedOffset() <= BlobInfo.MAX_UNCOMPRESSED_SIZE - chunk.size();
        if (!inBounds) {
            throw new IllegalArgumentException("chunk out of bounds: " + chunk);
        }
    }
}
