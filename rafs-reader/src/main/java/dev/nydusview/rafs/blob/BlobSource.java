package dev.nydusview.rafs.blob;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Random access to stored blobs by id: the only input that the reader does. Safe for concurrent use. */
public interface BlobSource extends Closeable {
    /** Bytes in the stored blob. */
    long length(String blobId) throws IOException;

    /**
     * The {@code length} bytes that start at {@code offset}, all of them: a source that ends early throws. The
     * bytes are not verified.
     */
    ByteBuffer read(String blobId, long offset, int length) throws IOException;

    /** Notes that bytes of the blob were wrong: if it is to be had elsewhere, later reads go there. */
    default void distrust(String blobId) {}
}
