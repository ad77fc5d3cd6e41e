package dev.nydusview.check.v6;

import static dev.nydusview.rafs.layout.V6Layout.*;

import dev.nydusview.check.finding.Coverage;
import dev.nydusview.check.finding.ExtentOwners;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Location;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.Superblock;
import dev.nydusview.rafs.v6.V6Superblock;
import java.util.function.LongPredicate;

/** Checks superblock and tables of a v6 bootstrap, beyond the checks of opening it. */
final class V6TableCheck {
    /** Multiple at which tables start, in bytes, whatever the block size. */
    private static final int TABLE_ALIGNMENT = 4096;

    /** Number of blocks that old builders write for an image without blobs. */
    private static final int LEGACY_EMPTY_BLOCKS = 4096;

    private static final int MAX_NANOS = 999_999_999;

    private final Bytes bootstrap;
    private final Bytes erofs;
    private final V6Superblock tables;
    private final RafsImage image;
    private final ExtentOwners owners;
    private final Findings findings;

    V6TableCheck(Bytes bootstrap, V6Superblock tables, RafsImage image, ExtentOwners owners, Findings findings)
            throws RafsFormatException {
        this.bootstrap = bootstrap;
        this.erofs = bootstrap.at("v6 superblock", SUPERBLOCK_OFFSET, SUPERBLOCK_SIZE);
        this.tables = tables;
        this.image = image;
        this.owners = owners;
        this.findings = findings;
    }

    void run() throws RafsFormatException {
        owners.claim(0, EXT_SUPERBLOCK_OFFSET + EXT_SUPERBLOCK_SIZE);
        superblock();
        devices();
        claim("blob table", tables.blobTable(), TABLE_ALIGNMENT);
        claim("prefetch table", tables.prefetchTable(), PREFETCH_ENTRY_SIZE);
        claim("chunk table", tables.chunkTable(), TABLE_ALIGNMENT);
        new V6BlobCheck(tables.blobTable(), image, findings).run();
    }

    private void superblock() throws RafsFormatException {
        if (bootstrap.length() % image.superblock().blockSize() != 0) {
            findings.warn(
                    "bootstrap-size",
                    Location.IMAGE,
                    "the bootstrap has " + bootstrap.length() + " bytes, which are not whole blocks");
        }
        if (erofs.u32(SB_BUILD_TIME_NSEC) > MAX_NANOS) {
            header(SB_BUILD_TIME_NSEC, "build time has " + erofs.u32(SB_BUILD_TIME_NSEC) + " nanoseconds");
        }
        if (erofs.i32(SB_XATTR_BLKADDR) != 0) {
            header(SB_XATTR_BLKADDR, "there is an area of shared xattrs, which RAFS v6 never has");
        }
        if (erofs.u16(SB_S_U) != 0) {
            header(SB_S_U, "reserved compression algorithms are 0x" + Integer.toHexString(erofs.u16(SB_S_U)));
        }
    }

    private void header(int field, String message) {
        findings.corrupt("superblock", Location.at(erofs.start() + field), message);
    }

    private void devices() throws RafsFormatException {
        int count = erofs.u16(SB_EXTRA_DEVICES);
        if (count != image.blobs().size()) {
            findings.corrupt(
                    "device-count",
                    Location.at(erofs.start() + SB_EXTRA_DEVICES),
                    "the superblock counts " + count + " devices, the blob table has "
                            + image.blobs().size());
        }
        long offset = (long) erofs.u16(SB_DEVT_SLOTOFF) * DEVICE_SLOT_SIZE;
        long size = (long) image.blobs().size() * DEVICE_SLOT_SIZE;
        if (offset < EXT_SUPERBLOCK_OFFSET + EXT_SUPERBLOCK_SIZE) {
            header(SB_DEVT_SLOTOFF, "device slots at offset " + offset + " overlap the superblock");
            return;
        }
        Location start = Location.at(offset);
        findings.attempt("device-slot", start, () -> {
            Bytes slots = bootstrap.at("v6 device slots", offset, size);
            claim("device slots", slots, DEVICE_SLOT_SIZE);
            new V6DeviceCheck(slots, erofs, bootstrap.length(), image, findings).run();
        });
    }

    private void claim(String name, Bytes table, int alignment) {
        if (table.length() == 0) {
            return;
        }
        Location start = Location.at(table.start());
        if (table.start() % alignment != 0) {
            findings.corrupt("table-alignment", start, "the " + name + " does not start at a multiple of " + alignment);
        }
        if (!owners.claim(table.start(), table.length())) {
            findings.corrupt("table-overlap", start, "the " + name + " overlaps another table");
        }
    }

    /** @param exists whether an inode has that number */
    void afterTree(Coverage coverage, LongPredicate exists) throws RafsFormatException {
        Superblock superblock = image.superblock();
        if (superblock.inodesCount() != coverage.entries() + 1) {
            findings.warn(
                    "inode-count",
                    Location.at(erofs.start() + SB_INOS),
                    "the superblock counts " + superblock.inodesCount() + " names, the tree has "
                            + (coverage.entries() + 1));
        }
        long blocks = 0;
        for (BlobInfo blob : image.blobs()) {
            blocks += blob.uncompressedSize() / superblock.blockSize();
        }
        long recorded = erofs.u32(SB_BLOCKS);
        if (recorded != blocks && !(image.blobs().isEmpty() && recorded == LEGACY_EMPTY_BLOCKS)) {
            findings.warn(
                    "block-count",
                    Location.at(erofs.start() + SB_BLOCKS),
                    "the superblock counts " + recorded + " blocks, the blobs have " + blocks);
        }
        for (long nid : image.prefetch().inodes()) {
            if (!exists.test(nid)) {
                findings.corrupt(
                        "prefetch-inode",
                        Location.at(superblock.prefetchTableOffset()),
                        "the prefetch table names inode " + nid + ", which does not exist");
            }
        }
    }
}
