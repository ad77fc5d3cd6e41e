package dev.nydusview.check.v6;

import static dev.nydusview.rafs.layout.V6Layout.*;

import dev.nydusview.check.finding.AttributeCheck;
import dev.nydusview.check.finding.ExtentOwners;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Location;
import dev.nydusview.check.finding.LocationSupplier;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.NameRules;
import dev.nydusview.rafs.model.RafsFlag;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.v6.V6Record;
import dev.nydusview.rafs.v6.V6Xattrs;
import java.util.BitSet;

/** Checks each inode once, when the tree first leads to it, with the data that only it has. */
final class V6InodeCheck {
    private final V6Nodes nodes;
    private final RafsImage image;
    private final V6ChunkRows rows;
    private final ExtentOwners owners;
    private final Findings findings;
    private final AttributeCheck attributes;
    private final BitSet known = new BitSet();
    private final BitSet usable = new BitSet();
    private final BitSet numbers = new BitSet();

    V6InodeCheck(V6Nodes nodes, RafsImage image, V6ChunkRows rows, ExtentOwners owners, Findings findings) {
        this.nodes = nodes;
        this.image = image;
        this.rows = rows;
        this.owners = owners;
        this.findings = findings;
        this.attributes = new AttributeCheck(image.superblock().flags().contains(RafsFlag.HAS_XATTR), findings);
    }

    /** Tests whether the inode has been checked. */
    boolean isKnown(long nid) {
        return nodes.has(nid) && known.get((int) nid);
    }

    /** Tests whether the inode was found to have a type, and bytes of its own. */
    boolean isUsable(long nid) {
        return nodes.has(nid) && usable.get((int) nid);
    }

    Location place(EntryPath path, long nid) {
        return Location.of(path, nid, nodes.offset(nid));
    }

    /** Checks the inode {@code nid}, which the bootstrap has room for. */
    void check(EntryPath path, long nid) {
        LocationSupplier subject = () -> place(path, nid);
        known.set((int) nid);
        findings.attempt("inode", subject, () -> check(nodes.record(nid), nid, subject));
    }

    private void check(V6Record record, long nid, LocationSupplier subject) throws RafsFormatException {
        FileType type;
        try {
            type = FileType.ofMode(record.mode());
        } catch (RafsFormatException e) {
            findings.failed("mode", subject, e);
            return;
        }
        attributes.mtime(record.mtimeNanos(), subject);
        number(record, subject);
        if (findings.attempt("inode-size", subject, () -> claim(record, type))) {
            usable.set((int) nid);
            findings.attempt("xattr", subject, () -> attributes.xattrs(V6Xattrs.read(record.xattrs()), subject));
            findings.attempt("symlink", subject, () -> symlink(record, type, subject));
            findings.attempt("chunk-address", subject, () -> chunks(record, type, subject));
        }
    }

    /** The kernel and RAFS number inodes by nid; this number is only there for 32-bit programs. */
    private void number(V6Record record, LocationSupplier subject) throws RafsFormatException {
        long number = record.number();
        long limit = Math.min(image.superblock().inodesCount(), nodes.slots());
        if (number == 0 || number > limit) {
            findings.warn("inode-number", subject, "has number " + number + " of " + limit);
        } else if (numbers.get((int) number)) {
            findings.warn("inode-number", subject, "has number " + number + ", which another inode has as well");
        } else {
            numbers.set((int) number);
        }
    }

    /**
     * Claims the extents of the inode: everything that directly follows it, and the blocks of a directory or symlink.
     */
    private void claim(V6Record record, FileType type) throws RafsFormatException {
        Bytes inode = record.inode();
        long end = inode.start() + inode.length() + record.xattrs().length();
        if (type == FileType.REGULAR && record.size() > 0) {
            Bytes addresses = record.chunkAddresses(chunkCount(record));
            end = addresses.start() + addresses.length();
        } else if (type == FileType.DIRECTORY || type == FileType.SYMLINK) {
            if (record.size() > nodes.length()) {
                throw inode.fault("a " + type + " of " + record.size() + " bytes is longer than the bootstrap");
            }
            end = Math.max(end, claimBlocks(record));
        } else if (type != FileType.REGULAR && record.size() != 0) {
            throw inode.fault("a " + type + " has a size of " + record.size() + " bytes");
        }
        if (!owners.claim(inode.start(), end - inode.start())) {
            throw inode.fault("shares bytes with another inode or a table");
        }
    }

    /** Returns the end of the block right behind the inode; 0 if there is none. */
    private long claimBlocks(V6Record record) throws RafsFormatException {
        long inlineEnd = 0;
        long blocks = record.blocks();
        for (long i = 0; i < blocks; i++) {
            Bytes block = record.block("v6 data block", i);
            if (record.isInline(i)) {
                inlineEnd = block.start() + block.length();
            } else if (!owners.claim(block.start(), block.length())) {
                throw record.inode().fault("block " + i + " of its data already belongs to another structure");
            }
        }
        return inlineEnd;
    }

    private long chunkCount(V6Record record) throws RafsFormatException {
        return (record.size() - 1) / image.superblock().chunkSize() + 1;
    }

    private void symlink(V6Record record, FileType type, LocationSupplier subject) throws RafsFormatException {
        if (type != FileType.SYMLINK) {
            return;
        }
        if (record.size() == 0 || record.size() > NameRules.MAX_SYMLINK) {
            throw record.inode().fault("symlink target of " + record.size() + " bytes");
        }
        long length = 0;
        for (long i = 0; i < record.blocks(); i++) {
            Bytes block = record.block("v6 symlink", i);
            int upToNul = block.lengthToNul(0, (int) block.length());
            length += upToNul;
            if (upToNul < block.length()) {
                break;
            }
        }
        if (length == 0) {
            findings.corrupt("symlink", subject, "has a target that starts with a NUL");
        } else if (length < record.size()) {
            findings.warn(
                    "symlink",
                    subject,
                    "has a target of " + record.size() + " bytes with a NUL in it: readers stop after " + length);
        }
    }

    private void chunks(V6Record record, FileType type, LocationSupplier subject) throws RafsFormatException {
        if (type == FileType.REGULAR && record.size() > 0) {
            new V6AddressCheck(record, subject, image, rows, findings).run(record.chunkAddresses(chunkCount(record)));
        }
    }
}
