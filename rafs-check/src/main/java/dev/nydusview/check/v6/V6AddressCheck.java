package dev.nydusview.check.v6;

import static dev.nydusview.rafs.layout.V6Layout.*;

import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.LocationSupplier;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.v6.V6Record;

/** Checks the chunk addresses of one regular file. */
final class V6AddressCheck {
    private final V6Record record;
    private final LocationSupplier subject;
    private final RafsImage image;
    private final V6ChunkRows rows;
    private final Findings findings;
    private final int chunkSize;
    private final int blockSize;

    V6AddressCheck(V6Record record, LocationSupplier subject, RafsImage image, V6ChunkRows rows, Findings findings) {
        this.record = record;
        this.subject = subject;
        this.image = image;
        this.rows = rows;
        this.findings = findings;
        this.chunkSize = image.superblock().chunkSize();
        this.blockSize = image.superblock().blockSize();
    }

    void run(Bytes addresses) throws RafsFormatException {
        boolean contiguous = true;
        long count = addresses.length() / CHUNK_ADDR_SIZE;
        for (long i = 0; i < count; i++) {
            Bytes address = addresses.at("v6 chunk address", i * CHUNK_ADDR_SIZE, CHUNK_ADDR_SIZE);
            LocationSupplier place = () -> subject.place().withOffset(address.start());
            check(address, Math.min(chunkSize, record.size() - i * chunkSize), place);
            contiguous &= device(address) == device(addresses)
                    && address.u32(CA_BLKADDR) == addresses.u32(CA_BLKADDR) + i * (chunkSize / blockSize);
        }
        format(contiguous);
    }

    private static int device(Bytes address) throws RafsFormatException {
        return address.u16(CA_INDEX_HIGH_AND_DEVICE) & 0xff;
    }

    private void check(Bytes address, long size, LocationSupplier place) throws RafsFormatException {
        int device = device(address);
        if (device == 0 || device > image.blobs().size()) {
            findings.corrupt(
                    "blob-index",
                    place,
                    "chunk is on device " + device + " of " + image.blobs().size());
            return;
        }
        BlobInfo blob = image.blobs().get(device - 1);
        int index = address.u16(CA_INDEX_HIGH_AND_DEVICE) >>> 8 << 16 | address.u16(CA_INDEX_LOW);
        long offset = address.u32(CA_BLKADDR) * blockSize;
        if (!blob.has(BlobFeature.TARFS)) {
            rows.use(blob.index(), index, offset, size, place);
        } else if (offset > blob.uncompressedSize() - size) {
            findings.corrupt(
                    "chunk-range",
                    place,
                    size + " bytes at 0x" + Long.toHexString(offset) + " are not within the tar of "
                            + blob.uncompressedSize());
        }
    }

    /**
     * The kernel takes the chunk size from the inode, others from the superblock. Both see the same bytes only if the
     * two are equal, or if the inode's covers the whole file and its chunks are contiguous.
     */
    private void format(boolean contiguous) throws RafsFormatException {
        long format = record.union();
        long kernelSize = (long) blockSize << (format & CHUNK_FORMAT_BITS_MASK);
        boolean known = (format & ~CHUNK_FORMAT_BITS_MASK) == CHUNK_FORMAT_INDEXES;
        boolean whole = kernelSize >= record.size() && contiguous;
        if (!known || (kernelSize != chunkSize && !whole)) {
            findings.corrupt(
                    "chunk-format",
                    subject,
                    "has chunk format 0x" + Long.toHexString(format)
                            + ", with which the kernel would read other bytes than the image's chunk size implies");
        }
    }
}
