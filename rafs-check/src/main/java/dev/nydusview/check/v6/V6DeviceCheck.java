package dev.nydusview.check.v6;

import static dev.nydusview.rafs.layout.V6Layout.*;

import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Location;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.RafsFormatException;
import java.nio.charset.StandardCharsets;

/** Compares the device slots, through which the kernel sees the blobs, with the blob table. */
final class V6DeviceCheck {
    private final Bytes slots;
    private final Bytes erofs;
    private final long bootstrapLength;
    private final RafsImage image;
    private final Findings findings;

    V6DeviceCheck(Bytes slots, Bytes erofs, long bootstrapLength, RafsImage image, Findings findings) {
        this.slots = slots;
        this.erofs = erofs;
        this.bootstrapLength = bootstrapLength;
        this.image = image;
        this.findings = findings;
    }

    void run() throws RafsFormatException {
        long blockSize = image.superblock().blockSize();
        long free = (bootstrapLength + blockSize - 1) / blockSize;
        for (BlobInfo blob : image.blobs()) {
            Bytes slot = slots.at("v6 device slot", (long) blob.index() * DEVICE_SLOT_SIZE, DEVICE_SLOT_SIZE);
            identity(slot, blob);
            long address = slot.u32(DS_MAPPED_BLKADDR);
            if (address * blockSize % DEVICE_ALIGNMENT != 0 || address < free) {
                findings.warn(
                        "device-address",
                        Location.at(slot.start()),
                        "blob " + blob.index() + " is mapped at block " + address + ", but the first free block is "
                                + free);
            }
            free = address + slot.u32(DS_BLOCKS);
        }
    }

    private void identity(Bytes slot, BlobInfo blob) throws RafsFormatException {
        String id = new String(
                slot.copy(DS_BLOB_ID, slot.lengthToNul(DS_BLOB_ID, B_ID_LENGTH)), StandardCharsets.ISO_8859_1);
        if (!id.equals(blob.id())) {
            findings.corrupt(
                    "device-slot",
                    Location.at(slot.start()),
                    "device " + (blob.index() + 1) + " is " + id + ", blob " + blob.index() + " is " + blob.id());
        }
        long blocks = slot.u32(DS_BLOCKS);
        if (blocks != blob.uncompressedSize() >>> erofs.u8(SB_BLKSZBITS)) {
            findings.corrupt(
                    "device-slot",
                    Location.at(slot.start()),
                    "device " + (blob.index() + 1) + " has " + blocks + " blocks, its blob " + blob.uncompressedSize()
                            + " bytes");
        }
    }
}
