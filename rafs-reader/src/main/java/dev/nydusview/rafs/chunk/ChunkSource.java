package dev.nydusview.rafs.chunk;

import dev.nydusview.rafs.model.ChunkRef;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Delivers chunks, decompressed and verified. Safe for concurrent use. */
public interface ChunkSource extends Closeable {
    /**
     * Asks for many chunks at once, so that neighbours can be fetched together.
     *
     * @return one future a chunk, in the order of {@code chunks}: a read-only buffer of the whole chunk, or an
     *     {@link java.io.IOException} that says why there is none
     */
    List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks);

    /** As {@link #request(List)}; {@code observer} hears which ranged reads had to be made for that. */
    default List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks, ChunkObserver observer) {
        return request(chunks);
    }

    /**
     * Says that these chunks will probably be asked for, so that they can be fetched in few, large ranges beforehand.
     * What cannot be fetched is left to whoever asks for it. A source may do nothing at all.
     *
     * @param chunks the most important first
     * @param budget stored bytes that may be fetched for that at most
     * @return completes, never with a failure, when nothing more will come
     */
    default CompletableFuture<Void> prefetch(List<ChunkRef> chunks, long budget, ChunkObserver observer) {
        return CompletableFuture.completedFuture(null);
    }
}
