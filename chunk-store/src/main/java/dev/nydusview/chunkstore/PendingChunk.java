package dev.nydusview.chunkstore;

import dev.nydusview.rafs.model.ChunkRef;
import java.util.concurrent.CompletableFuture;

/** A chunk in flight to an image, and the result for all requests for it. */
record PendingChunk(ChunkKey key, ChunkRef chunk, CompletableFuture<VerifiedChunk> result) {
    static PendingChunk of(ChunkKey key, ChunkRef chunk) {
        return new PendingChunk(key, chunk, new CompletableFuture<>());
    }
}
