package dev.nydusview.fuse;

import dev.nydusview.rafs.chunk.ChunkObserver;
import java.nio.ByteBuffer;

/** Hears what happens to one file that somebody has open. */
public interface FileListener extends ChunkObserver {
    /** A read at {@code offset} was answered with {@code bytes}, which are only to be looked at. */
    default void read(long offset, ByteBuffer bytes) {}

    /** A read of {@code length} bytes that somebody waited for has failed. */
    default void failed(long offset, long length, Throwable cause) {}

    /** A read has failed of which nobody may want the bytes: the kernel reads ahead, and asks again if somebody does. */
    default void failedAhead(long offset, long length, Throwable cause) {}

    /** The file was closed. */
    default void closed() {}
}
