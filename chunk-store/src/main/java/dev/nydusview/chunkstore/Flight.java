package dev.nydusview.chunkstore;

import dev.nydusview.rafs.ChunkRef;
import java.util.concurrent.CompletableFuture;

/** One chunk on its way, and all who wait for it. */
record Flight(ChunkKey key, ChunkRef chunk, CompletableFuture<VerifiedChunk> arrival) {
    static Flight of(ChunkKey key, ChunkRef chunk) {
        return new Flight(key, chunk, new CompletableFuture<>());
    }
}
