package dev.nydusview.rootfs.extract;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes of a regular file, as they arrive. */
@FunctionalInterface
public interface FileContent {
    /**
     * Writes all bytes to {@code target}, from the first to the last, verified; throws if a chunk cannot be delivered.
     */
    void writeTo(Target target) throws IOException;

    /** Takes the bytes of a file in their order. */
    interface Target {
        void data(ByteBuffer bytes) throws IOException;

        /** Takes {@code length} zeros that the image does not store. */
        void hole(long length) throws IOException;
    }
}
