package dev.nydusview.registry.blob;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.registry.TransferMeter;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Blobs in files. */
public final class LocalBlobSource implements BlobSource {
    private final BlobFiles files;
    private final TransferMeter meter;

    public LocalBlobSource(BlobFiles files, TransferMeter meter) {
        this.files = files;
        this.meter = meter;
    }

    @Override
    public long length(String blobId) throws IOException {
        return files.locate(BlobIds.checked(blobId)).length();
    }

    @Override
    public ByteBuffer read(String blobId, long offset, int length) throws IOException {
        Sha256 blob = BlobIds.checked(blobId);
        Extent place = files.locate(blob);
        BlobIds.checkRange(blob, offset, length, place.length());
        try {
            ByteBuffer bytes = place.read(offset, length);
            meter.countBlobRequest();
            meter.countBlobBytes(length);
            return bytes;
        } catch (EOFException e) {
            throw new CorruptDataException("blob " + blobId + " became shorter while it was read", e);
        }
    }

    @Override
    public void close() {}
}
