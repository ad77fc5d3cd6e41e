package dev.nydusview.rafs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An opened bootstrap.
 *
 * @param blobs the data blobs, by blob index
 */
public record RafsImage(Superblock superblock, List<BlobInfo> blobs, InodeTree tree, List<Long> prefetch) {
    /**
     * Opens a bootstrap of either version. It is read in place: {@code bootstrap} must stay as it is for as long
     * as the image is used.
     */
    public static RafsImage open(ByteBuffer bootstrap) throws IOException {
        throw new UnsupportedFeatureException("not built yet");
    }
}
