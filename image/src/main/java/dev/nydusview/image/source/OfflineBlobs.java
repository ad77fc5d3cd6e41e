package dev.nydusview.image.source;

import dev.nydusview.base.Sha256;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.blob.Extent;
import dev.nydusview.registry.blob.WholeBlobFiles;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Blobs of which only the lengths are known: what is not in the cache is absent. */
final class OfflineBlobs implements BlobSource {
    private static final Logger LOG = LoggerFactory.getLogger(OfflineBlobs.class);

    private final WholeBlobFiles files;
    private final Map<String, Long> lengths;

    /** @param files blobs that are kept as they are stored */
    OfflineBlobs(WholeBlobFiles files, Map<String, Long> lengths) {
        this.files = files;
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
        Path file = Sha256.isHex(blobId) ? files.find(new Sha256(blobId)) : null;
        if (file != null) {
            try {
                return Extent.of(file).read(offset, length);
            } catch (EOFException | NoSuchFileException e) {
                LOG.debug("{} is not used: {}", file, e.toString());
            }
        }
        throw new NotFoundException(
                length + " bytes at offset " + offset + " of blob " + blobId + " are" + OfflineContents.REMEDY);
    }

    @Override
    public void close() {}
}
