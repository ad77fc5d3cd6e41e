package dev.nydusview.rafs.chunk;

import dev.nydusview.rafs.model.ChunkRef;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Delivers chunks, decompressed and verified. Safe for concurrent use. */
public interface ChunkSource extends Closeable {
    /**
     * Requests many chunks at once, so that neighbours can be fetched together.
     *
     * @return one future a chunk, in the order of {@code chunks}: a read-only buffer of the whole chunk, or an {@link
     *     java.io.IOException} with the reason for its absence
     */
    List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks);

    /**
     * Requests chunks as {@link #request(List)} does; {@code observer} receives the ranged reads that were made for
     * them.
     */
    default List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks, ChunkObserver observer) {
        return request(chunks);
    }

    /**
     * Writes {@code count} bytes of a chunk from {@code from} on, all of which is verified, to {@code target} if that takes
     * no wait for anything but a local disk.
     *
     * @return whether they were written; if not, the position of {@code target} stays, and what is behind it is undefined
     */
    default boolean tryRead(ChunkRef chunk, int from, int count, ByteBuffer target) {
        return false;
    }

    /**
     * Announces that these chunks will probably be requested, so that they can be fetched in few, large ranges
     * beforehand. A chunk that cannot be fetched is left to its later reader. A source may ignore the call.
     *
     * @param chunks the most important first
     * @param budget stored bytes that may be fetched for that at most
     * @return completes, never with a failure, when nothing more will come
     */
    default CompletableFuture<Void> prefetch(List<ChunkRef> chunks, long budget, ChunkObserver observer) {
        return CompletableFuture.completedFuture(null);
    }

    /** Returns how many bytes of prefetched chunks are kept until they are read, so that none of them is fetched twice. */
    default long keptAhead() {
        return Long.MAX_VALUE;
    }
}
