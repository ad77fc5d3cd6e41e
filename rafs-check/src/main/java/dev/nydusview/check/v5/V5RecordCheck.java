package dev.nydusview.check.v5;

import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.check.finding.AttributeCheck;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.LocationSupplier;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.RafsFlag;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Superblock;
import dev.nydusview.rafs.v5.V5Record;
import dev.nydusview.rafs.v5.V5Xattrs;

/** Checks one inode record for itself, and against the first record of the same file. */
final class V5RecordCheck {
    private static final long KNOWN_FLAGS = I_FLAG_SYMLINK | I_FLAG_HARDLINK | I_FLAG_XATTR | I_FLAG_HAS_HOLE;
    private static final int SECTOR = 512;
    /** Builders differ in whether they count the size field and the padding of xattrs. */
    private static final int INODE_PADDING = 8;

    private static final RawName ROOT_NAME = RawName.of("/");

    private final V5Index index;
    private final int[] links;
    private final AttributeCheck attributes;
    private final Findings findings;

    V5RecordCheck(V5Index index, int[] links, Superblock superblock, Findings findings) {
        this.index = index;
        this.links = links;
        this.attributes = new AttributeCheck(superblock.flags().contains(RafsFlag.HAS_XATTR), findings);
        this.findings = findings;
    }

    /** The record is known to have a type and an end. */
    void check(int i, V5Record record) {
        LocationSupplier subject = () -> index.place(i);
        findings.attempt("name", subject, () -> name(i, record, subject));
        findings.attempt("inode-number", subject, () -> number(i, record, subject));
        findings.attempt("mtime", subject, () -> attributes.mtime(record.inode().u32(I_MTIME_NSEC), subject));
        findings.attempt("inode-flags", subject, () -> flags(record, subject));
        findings.attempt("xattr", subject, () -> attributes.xattrs(V5Xattrs.read(record.xattrs()), subject));
        findings.attempt("symlink", subject, () -> symlink(record, subject));
        findings.attempt("size", subject, () -> size(record, subject));
    }

    private void name(int i, V5Record record, LocationSupplier subject) throws RafsFormatException {
        if (i != V5Index.ROOT) {
            record.name();
            return;
        }
        if (!record.rawName().equals(ROOT_NAME)) {
            findings.warn("name", subject, "the root is not named /");
        }
        if (record.type() != FileType.DIRECTORY) {
            findings.corrupt("root", subject, "the root is not a directory");
        }
        if (record.parent() != 0) {
            findings.corrupt("parent", subject, "the root has inode " + record.parent() + " as its parent");
        }
    }

    private void number(int i, V5Record record, LocationSupplier subject) throws RafsFormatException {
        long number = record.number();
        if (!index.has(number) || number > i) {
            findings.corrupt("inode-number", subject, "index " + i + " has inode number " + number);
            return;
        }
        long nlink = record.inode().u32(I_NLINK);
        if (record.type() != FileType.DIRECTORY && nlink != links[(int) number]) {
            findings.corrupt(
                    "link-count", subject, "has a link count of " + nlink + " and " + links[(int) number] + " names");
        }
        if (number != i && record.type() == FileType.DIRECTORY) {
            findings.corrupt("inode-number", subject, "index " + i + " is a directory and a link to " + number);
        } else if (number != i) {
            further(record, index.record((int) number), subject);
        }
    }

    /**
     * Checks a further name of a file. Until 2.4.4 builders kept the hard links of everything except directories; later
     * ones only those of regular files.
     */
    private void further(V5Record record, V5Record first, LocationSupplier subject) throws RafsFormatException {
        if (record.type() != FileType.REGULAR) {
            findings.warn(
                    "hard-link",
                    subject,
                    "is a " + record.type() + " with several names, which nydus-image itself treats as damage");
        }
        sameFile(record.inode(), first.inode(), subject);
    }

    private void sameFile(Bytes link, Bytes first, LocationSupplier subject) throws RafsFormatException {
        if (first.i64(I_INO) != link.i64(I_INO)) {
            findings.corrupt("hard-link", subject, "is a further link to an inode whose first link is missing");
        }
        boolean same = link.digest(0).equals(first.digest(0))
                && link.i64(I_SIZE) == first.i64(I_SIZE)
                && link.i32(I_MODE) == first.i32(I_MODE)
                && link.i32(I_UID) == first.i32(I_UID)
                && link.i32(I_GID) == first.i32(I_GID)
                && link.i64(I_MTIME) == first.i64(I_MTIME);
        if (!same) {
            findings.corrupt("hard-link", subject, "differs from the first link to the same inode");
        }
    }

    private void flags(V5Record record, LocationSupplier subject) throws RafsFormatException {
        long flags = record.inode().i64(I_FLAGS);
        if ((flags & ~KNOWN_FLAGS) != 0) {
            findings.warn("inode-flags", subject, "has unknown flags 0x" + Long.toHexString(flags & ~KNOWN_FLAGS));
        }
        if ((flags & I_FLAG_SYMLINK) != 0 != (record.type() == FileType.SYMLINK)) {
            findings.corrupt(
                    "inode-flags", subject, "is a " + record.type() + " with flags 0x" + Long.toHexString(flags));
        }
    }

    private void symlink(V5Record record, LocationSupplier subject) throws RafsFormatException {
        int size = record.inode().u16(I_SYMLINK_SIZE);
        if (record.type() != FileType.SYMLINK) {
            if (size != 0) {
                findings.corrupt("symlink", subject, "is a " + record.type() + " with a target of " + size + " bytes");
            }
            return;
        }
        attributes.target(record.symlinkTarget(), subject);
        if (record.inode().i64(I_SIZE) != size) {
            findings.corrupt(
                    "symlink",
                    subject,
                    "has a size of " + record.inode().i64(I_SIZE) + " and a target of " + size + " bytes");
        }
    }

    private void size(V5Record record, LocationSupplier subject)
            throws RafsFormatException, UnsupportedFeatureException {
        long size = record.inode().size64(I_SIZE, "file size");
        if (size != 0 && isSpecial(record.type())) {
            findings.corrupt("size", subject, "is a " + record.type() + " with a size of " + size + " bytes");
        }
        long xattrs = record.xattrs().length();
        long blocks = record.inode().i64(I_BLOCKS);
        long low = sectors(size);
        long high = xattrs == 0 ? low : sectors(size + Long.BYTES + xattrs + INODE_PADDING);
        if (blocks < low || blocks > high) {
            findings.warn("blocks", subject, "has " + blocks + " blocks for a size of " + size + " bytes");
        }
    }

    private static boolean isSpecial(FileType type) {
        return type != FileType.REGULAR && type != FileType.DIRECTORY && type != FileType.SYMLINK;
    }

    private static long sectors(long size) {
        return size / SECTOR + (size % SECTOR == 0 ? 0 : 1);
    }
}
