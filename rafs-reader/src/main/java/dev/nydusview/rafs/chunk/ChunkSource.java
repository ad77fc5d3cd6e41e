package dev.nydusview.rafs.chunk;

import dev.nydusview.rafs.ChunkRef;
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
}
