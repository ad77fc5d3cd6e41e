package dev.nydusview.fuse;

import dev.nydusview.rafs.chunk.ChunkObserver;
import java.nio.ByteBuffer;

/** Receives the events of one open file. */
public interface FileListener extends ChunkObserver {
    /**
     * Tests whether the reader may be going through the directory of the file, so that its siblings are worth a fetch: not
     * if it is known what the reader wants.
     */
    default boolean mayWantSiblings() {
        return true;
    }

    /** A read at {@code offset} was answered with {@code bytes}, which are read-only. */
    default void read(long offset, ByteBuffer bytes) {}

    /** A read of {@code length} bytes has failed for which a process waits. */
    default void failed(long offset, long length, Throwable cause) {}

    /** A read ahead of the kernel has failed; the kernel asks again if a process wants the bytes. */
    default void failedAhead(long offset, long length, Throwable cause) {}

    /** The file was closed. */
    default void closed() {}
}
