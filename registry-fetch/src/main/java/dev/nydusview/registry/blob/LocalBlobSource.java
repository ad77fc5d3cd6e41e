package dev.nydusview.registry.blob;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.registry.TransferMeter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

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

    /** Opens the file for each read: a channel that is shared closes for all when one reader is interrupted. */
    @Override
    public ByteBuffer read(String blobId, long offset, int length) throws IOException {
        Sha256 blob = BlobIds.checked(blobId);
        Extent place = files.locate(blob);
        try (FileChannel channel = FileChannel.open(place.file(), StandardOpenOption.READ)) {
            BlobIds.checkRange(blob, offset, length, place.length());
            ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, place.offset() + offset + bytes.position()) < 0) {
                    throw new CorruptDataException("blob " + blobId + " became shorter while it was read");
                }
            }
            meter.countBlobRequest();
            meter.countBlobBytes(length);
            return bytes.flip();
        }
    }

    @Override
    public void close() {}
}
