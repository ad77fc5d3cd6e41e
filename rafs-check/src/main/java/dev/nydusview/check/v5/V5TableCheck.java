package dev.nydusview.check.v5;

import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.check.finding.BlobIdCheck;
import dev.nydusview.check.finding.ExtentOwners;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Location;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.layout.V5Layout;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.v5.V5Superblock;
import java.util.function.LongPredicate;

/** Checks superblock and tables of a v5 bootstrap, beyond the checks of opening it. */
final class V5TableCheck {
    private final V5Superblock superblock;
    private final RafsImage image;
    private final ExtentOwners owners;
    private final Findings findings;

    V5TableCheck(V5Superblock superblock, RafsImage image, ExtentOwners owners, Findings findings) {
        this.superblock = superblock;
        this.image = image;
        this.owners = owners;
        this.findings = findings;
    }

    void run() throws RafsFormatException {
        owners.claim(0, SUPERBLOCK_SIZE);
        claim("inode table", superblock.inodeTable());
        claim("prefetch table", superblock.prefetchTable());
        claim("blob table", superblock.blobTable());
        claim("extended blob table", superblock.extendedBlobTable());
        long rows = superblock.extendedBlobTable().length() / EXT_BLOB_SIZE;
        Location table = Location.at(image.superblock().blobTableOffset());
        if (rows != 0 && rows != image.blobs().size()) {
            findings.corrupt(
                    "blob-count",
                    table,
                    "the extended blob table has " + rows + " entries for "
                            + image.blobs().size() + " blobs");
        }
        BlobIdCheck ids = new BlobIdCheck(findings);
        for (BlobInfo blob : image.blobs()) {
            ids.check(blob, table);
            readahead(blob, table);
        }
    }

    private void claim(String name, Bytes table) {
        if (!owners.claim(table.start(), V5Layout.aligned(table.length()))) {
            findings.corrupt("table-overlap", Location.at(table.start()), "the " + name + " overlaps another table");
        }
    }

    private void readahead(BlobInfo blob, Location table) {
        long end = blob.readaheadOffset() + blob.readaheadSize();
        if (blob.compressedSize() != 0 && end > blob.compressedSize()) {
            findings.warn(
                    "blob-readahead",
                    table,
                    "blob " + blob.id() + " of " + blob.compressedSize() + " bytes has a read-ahead range that ends at "
                            + end);
        }
    }

    /** @param entries records in the inode table */
    void inodesCount(long inodes, int entries) throws RafsFormatException {
        long recorded = image.superblock().inodesCount();
        if (recorded != inodes) {
            findings.warn(
                    "inode-count",
                    Location.at(V5Layout.SB_INODES_COUNT),
                    "the superblock counts " + recorded + " inodes, the inode table has " + inodes);
        }
        long claimed = superblock.inodeTable().length() / V5Layout.INODE_TABLE_ENTRY_SIZE;
        if (claimed != entries) {
            findings.corrupt(
                    "inode-table",
                    Location.at(V5Layout.SB_INODE_TABLE_ENTRIES),
                    "an inode table of " + claimed + " entries is longer than the bootstrap has room for inodes");
        }
    }

    /** @param exists whether an inode has that number */
    void prefetch(LongPredicate exists) throws RafsFormatException {
        for (long number : image.prefetch().inodes()) {
            if (!exists.test(number)) {
                findings.corrupt(
                        "prefetch-inode",
                        Location.at(image.superblock().prefetchTableOffset()),
                        "the prefetch table names inode " + number + ", which does not exist");
            }
        }
    }
}
