package dev.nydusview.registry.manifest;

import dev.nydusview.rafs.blob.BlobSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * An image whose metadata is here.
 *
 * @param name with the digest that it resolved to
 * @param bootstrap the whole bootstrap
 * @param metas chunk indexes that came with it, by blob id
 * @param blobSizes lengths of blobs as the manifest has them, by blob id
 * @param blobs where their bytes come from
 * @param metadataBytes bytes that were fetched for all this
 */
public record ResolvedImage(
        String name,
        ByteBuffer bootstrap,
        Map<String, ByteBuffer> metas,
        Map<String, Long> blobSizes,
        BlobSource blobs,
        long metadataBytes)
        implements Closeable {
    @Override
    public void close() throws IOException {
        blobs.close();
    }
}
