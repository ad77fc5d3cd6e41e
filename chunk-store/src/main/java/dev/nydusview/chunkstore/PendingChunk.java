package dev.nydusview.chunkstore;

import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A chunk in flight to an image, and the result for all requests for it. The result is forgotten once the chunk is on
 * disk: whoever plans and reads a range keeps its pending chunks until the last of them has arrived, and shall not keep their
 * bytes.
 */
final class PendingChunk {
    private final ChunkKey key;
    private final ChunkRef chunk;
    private volatile @Nullable CompletableFuture<VerifiedChunk> result = new CompletableFuture<>();

    PendingChunk(ChunkKey key, ChunkRef chunk) {
        this.key = key;
        this.chunk = chunk;
    }

    ChunkKey key() {
        return key;
    }

    ChunkRef chunk() {
        return chunk;
    }

    /** Returns the result; null once it is on disk and forgotten. */
    @Nullable
    CompletableFuture<VerifiedChunk> result() {
        return result;
    }

    boolean isDone() {
        CompletableFuture<VerifiedChunk> known = result;
        return known == null || known.isDone();
    }

    void complete(VerifiedChunk verified) {
        CompletableFuture<VerifiedChunk> known = result;
        if (known != null) {
            known.complete(verified);
        }
    }

    void forget() {
        result = null;
    }

    void fail(IOException reason) {
        CompletableFuture<VerifiedChunk> known = result;
        if (known != null) {
            known.completeExceptionally(reason);
        }
    }
}
