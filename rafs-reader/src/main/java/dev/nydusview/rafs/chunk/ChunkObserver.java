package dev.nydusview.rafs.chunk;

import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;

/** Receives what the delivery of one reader's chunks has cost. Called on any thread, by several at a time. */
public interface ChunkObserver {
    /** An observer that ignores everything. */
    ChunkObserver NONE = new ChunkObserver() {};

    /** A ranged read has delivered {@code bytes} stored bytes. Only the first reader of a chunk is told. */
    default void fetched(long bytes) {}

    /** A ranged read is about to bring a chunk that no reader has asked for yet, and whose stored bytes are {@code there}. */
    default void fetchingAhead(ChunkRef chunk, ChunkLocation there) {}

    /** A chunk has been delivered, verified. */
    default void delivered(ChunkRef chunk) {}

    /** A read has waited for {@code nanos} nanoseconds for chunks that were neither in memory nor in the cache. */
    default void waited(long nanos) {}
}
