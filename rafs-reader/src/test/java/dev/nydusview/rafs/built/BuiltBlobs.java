package dev.nydusview.rafs.built;

import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.testdata.builder.BuiltImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Map;

/** The blobs of a built image. */
public final class BuiltBlobs implements BlobSource {
    private final Map<String, ByteBuffer> blobs;

    public BuiltBlobs(BuiltImage image) {
        this.blobs = image.blobs();
    }

    @Override
    public long length(String blobId) throws IOException {
        return blob(blobId).capacity();
    }

    @Override
    public ByteBuffer read(String blobId, long offset, int length) throws IOException {
        ByteBuffer blob = blob(blobId);
        if (offset < 0 || offset + length > blob.capacity()) {
            throw new EOFException("blob " + blobId + " ends before " + (offset + length));
        }
        return blob.slice((int) offset, length);
    }

    private ByteBuffer blob(String blobId) throws IOException {
        ByteBuffer blob = blobs.get(blobId);
        if (blob == null) {
            throw new NoSuchFileException(blobId);
        }
        return blob;
    }

    @Override
    public void close() {}
}
