package dev.nydusview.image.source;

import dev.nydusview.image.manifest.ImageConfiguration;
import dev.nydusview.image.manifest.NydusManifest;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.registry.TransferMeter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image's metadata and the way to its data. No byte of a blob has been fetched.
 *
 * @param name the source in its canonical form, with the digest of the manifest if there is one
 * @param bootstrap read-only, little-endian
 * @param bootstrapBlob id of the data blob that the bootstrap was taken from; null if it came alone
 * @param blobMetas chunk information that came with the bootstrap, by the blob id in the file's name; read-only,
 *     little-endian, position 0
 * @param blobs closed with the image
 * @param blobSizes bytes of the blobs that the manifest lists, by blob id; empty without a manifest
 * @param configuration fetched when asked for, before this is closed
 * @param source the configuration of the image that this one was converted from, likewise
 * @param meter what has been fetched for this image so far
 * @param manifest that names it; null of a bare bootstrap
 */
public record ResolvedImage(
        String name,
        ByteBuffer bootstrap,
        @Nullable String bootstrapBlob,
        Map<String, ByteBuffer> blobMetas,
        BlobSource blobs,
        Map<String, Long> blobSizes,
        ImageConfiguration configuration,
        ImageConfiguration source,
        TransferMeter meter,
        @Nullable NydusManifest manifest)
        implements Closeable {

    public ResolvedImage {
        blobMetas = Map.copyOf(blobMetas);
        blobSizes = Map.copyOf(blobSizes);
    }

    /** Returns the bootstrap, with a new position at each call. */
    @Override
    public ByteBuffer bootstrap() {
        return bootstrap.duplicate().order(bootstrap.order());
    }

    @Override
    public void close() throws IOException {
        blobs.close();
    }
}
