package dev.nydusview.image.source;

import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.registry.NotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** Blobs of which only the lengths are known: what is not in the cache is absent. */
final class OfflineBlobs implements BlobSource {
    private final Map<String, Long> lengths;

    OfflineBlobs(Map<String, Long> lengths) {
        this.lengths = Map.copyOf(lengths);
    }

    @Override
    public long length(String blobId) throws IOException {
        Long length = lengths.get(blobId);
        if (length == null) {
            throw new NotFoundException("the length of blob " + blobId + " is" + OfflineContents.REMEDY);
        }
        return length;
    }

    @Override
    public ByteBuffer read(String blobId, long offset, int length) throws IOException {
        throw new NotFoundException(
                length + " bytes at offset " + offset + " of blob " + blobId + " are" + OfflineContents.REMEDY);
    }

    @Override
    public void close() {}
}
