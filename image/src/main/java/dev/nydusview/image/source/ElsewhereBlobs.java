package dev.nydusview.image.source;

import dev.nydusview.rafs.blob.BlobSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The blobs of an image whose source has its metadata only.
 *
 * @param blobs that are read
 * @param source not read, but closed with this
 */
record ElsewhereBlobs(BlobSource blobs, BlobSource source) implements BlobSource {
    @Override
    public long length(String blobId) throws IOException {
        return blobs.length(blobId);
    }

    @Override
    public ByteBuffer read(String blobId, long offset, int length) throws IOException {
        return blobs.read(blobId, offset, length);
    }

    @Override
    public void distrust(String blobId) {
        blobs.distrust(blobId);
    }

    @Override
    public void close() throws IOException {
        try {
            blobs.close();
        } finally {
            source.close();
        }
    }
}
