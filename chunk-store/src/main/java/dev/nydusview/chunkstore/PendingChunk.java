package dev.nydusview.chunkstore;

import dev.nydusview.rafs.model.ChunkRef;
import java.util.concurrent.CompletableFuture;

/** A chunk on its way to an image, and the result that all wait for who have asked for it. */
record PendingChunk(ChunkKey key, ChunkRef chunk, CompletableFuture<VerifiedChunk> result) {
    static PendingChunk of(ChunkKey key, ChunkRef chunk) {
        return new PendingChunk(key, chunk, new CompletableFuture<>());
    }
}
