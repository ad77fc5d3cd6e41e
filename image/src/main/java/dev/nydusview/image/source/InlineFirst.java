package dev.nydusview.image.source;

import dev.nydusview.base.Sha256;
import dev.nydusview.rafs.blob.BlobSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The blob that carries the bootstrap, which the source names, before the others.
 *
 * @param id of that blob
 */
record InlineFirst(Sha256 id, BlobSource inline, BlobSource others) implements BlobSource {
    private BlobSource source(String blobId) {
        return blobId.equals(id.hex()) ? inline : others;
    }

    @Override
    public long length(String blobId) throws IOException {
        return source(blobId).length(blobId);
    }

    @Override
    public ByteBuffer read(String blobId, long offset, int length) throws IOException {
        return source(blobId).read(blobId, offset, length);
    }

    @Override
    public void distrust(String blobId) {
        source(blobId).distrust(blobId);
    }

    @Override
    public void close() throws IOException {
        inline.close();
        others.close();
    }
}
