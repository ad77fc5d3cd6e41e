package dev.nydusview.chunkstore;

import dev.nydusview.chunkstore.cache.ChunkCache;
import dev.nydusview.rafs.chunk.ChunkDecoder;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A view of the disk cache that delivers only verified chunks. Without a cache it is empty, and it never has chunks
 * without a digest.
 */
final class VerifyingChunkCache implements Closeable {
    private final @Nullable ChunkCache cache;
    private final List<BlobInfo> blobs;
    private final ChunkDecoder decoder;
    private final DoubtedBlobs doubted = new DoubtedBlobs();

    VerifyingChunkCache(@Nullable ChunkCache cache, List<BlobInfo> blobs, ChunkDecoder decoder) {
        this.cache = cache;
        this.blobs = blobs;
        this.decoder = decoder;
    }

    /** Returns the chunk; null if it is not there or does not verify. */
    @Nullable
    VerifiedChunk load(ChunkRef chunk) {
        if (!keeps(chunk) || !mayBeAnywhere(chunk)) {
            return null;
        }
        ByteBuffer plain = ByteBuffer.allocate(chunk.size());
        return load(chunk, plain) ? new VerifiedChunk(chunk, plain.flip().asReadOnlyBuffer()) : null;
    }

    /** Writes the chunk to {@code target}; false, and the position stays, if it is not there or does not verify. */
    boolean load(ChunkRef chunk, ByteBuffer target) {
        if (cache == null || !keeps(chunk)) {
            return false;
        }
        ByteBuffer plain = target.slice(target.position(), chunk.size());
        if (!loadPlace(cache, chunk, plain) && !loadElsewhere(cache, chunk, plain)) {
            return false;
        }
        target.position(target.position() + chunk.size());
        return true;
    }

    /** Loads the chunk from its own place; cached bytes that are not the chunk are forgotten, as the stored ones may be. */
    private boolean loadPlace(ChunkCache from, ChunkRef chunk, ByteBuffer plain) {
        if (!from.load(blobId(chunk), chunk, plain)) {
            return false;
        }
        boolean verifies = verifies(chunk, plain);
        if (!verifies) {
            from.forget(blobId(chunk), chunk);
            doubted.doubt(chunk);
        }
        return verifies;
    }

    /** Loads the chunk from the place of one with the same digest, of another blob and perhaps another image. */
    private boolean loadElsewhere(ChunkCache from, ChunkRef chunk, ByteBuffer plain) {
        if (!from.loadElsewhere(blobId(chunk), chunk, plain)) {
            return false;
        }
        boolean verifies = verifies(chunk, plain);
        if (!verifies) {
            from.forgetElsewhere(chunk);
        }
        return verifies;
    }

    private boolean verifies(ChunkRef chunk, ByteBuffer plain) {
        try {
            decoder.verify(chunk, plain.duplicate());
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /**
     * Tests whether the chunk seems to be there, to be verified when it is loaded. That is cheap to tell, unless a chunk
     * of the same blob did not verify.
     */
    boolean mayContain(ChunkRef chunk) {
        return keeps(chunk)
                && mayBeAnywhere(chunk)
                && doubted.believes(chunk, one -> load(one, ByteBuffer.allocate(one.size())));
    }

    private boolean mayBeAnywhere(ChunkRef chunk) {
        return mayContainPlace(chunk) || (cache != null && cache.mayContainElsewhere(blobId(chunk), chunk));
    }

    private boolean mayContainPlace(ChunkRef chunk) {
        return cache != null && cache.mayContain(blobId(chunk), chunk);
    }

    /** Tests whether the chunk, once stored, can be found by others. */
    boolean keeps(ChunkRef chunk) {
        return cache != null && !chunk.digest().isZero();
    }

    boolean isEnabled() {
        return cache != null;
    }

    /** Stores chunks of one blob; returns whether all of them can be found from now on. */
    boolean store(List<VerifiedChunk> verified) {
        if (cache == null || !verified.stream().allMatch(chunk -> keeps(chunk.origin()))) {
            return false;
        }
        List<ChunkRef> chunks = verified.stream().map(VerifiedChunk::origin).toList();
        List<ByteBuffer> plain = verified.stream().map(VerifiedChunk::bytes).toList();
        return cache.storeRun(blobId(chunks.get(0)), chunks, plain);
    }

    /**
     * Stores a chunk at a further place of the image, where it is not found by its digest. Otherwise the next run would
     * fetch it again if it requested that place first.
     */
    void storeCopy(VerifiedChunk verified, ChunkRef chunk) {
        if (cache != null && keeps(chunk) && verified.isElsewhere(chunk) && !mayBeAnywhere(chunk)) {
            cache.store(blobId(chunk), chunk, verified.bytes());
        }
    }

    /**
     * Stores unverified bytes, which is harmless, as they are verified when they are loaded. Returns whether they are
     * there.
     */
    boolean storeUnverified(ChunkRef chunk, ByteBuffer plain) {
        return cache != null && (mayContainPlace(chunk) || cache.store(blobId(chunk), chunk, plain));
    }

    private String blobId(ChunkRef chunk) {
        return blobs.get(chunk.blobIndex()).id();
    }

    long writeFailures() {
        return cache == null ? 0 : cache.writeFailures();
    }

    @Override
    public void close() throws IOException {
        if (cache != null) {
            cache.close();
        }
    }
}
