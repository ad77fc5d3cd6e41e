package dev.nydusview.check.v6;

import static dev.nydusview.rafs.layout.V6Layout.DIRENT_SIZE;

import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Location;
import dev.nydusview.check.finding.LocationSupplier;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.NameRules;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.v6.DirBlock;
import dev.nydusview.rafs.v6.V6Record;
import org.jspecify.annotations.Nullable;

/** Checks the entries of one directory, block by block. */
final class V6DirectoryCheck {

    private final V6TreeCheck.Node node;
    private final V6TreeCheck tree;
    private final V6Record record;
    private final int blockSize;
    private final Findings findings;
    private final LocationSupplier subject;
    private @Nullable RawName previous;
    private boolean dot;
    private boolean dotDot;
    private long subdirectories;
    private long packedSize;
    private boolean whole = true;

    V6DirectoryCheck(V6TreeCheck.Node node, V6Nodes nodes, V6TreeCheck tree, Findings findings)
            throws RafsFormatException {
        this.node = node;
        this.tree = tree;
        this.record = nodes.record(node.nid());
        this.blockSize = nodes.blockSize();
        this.findings = findings;
        this.subject = () -> Location.of(node.path(), node.nid(), nodes.offset(node.nid()));
    }

    void run() throws RafsFormatException {
        for (long i = 0; i < record.blocks(); i++) {
            long number = i;
            whole &= findings.attempt("directory-block", subject, () -> block(number));
        }
        if (!dot || !dotDot) {
            findings.corrupt("dot-entry", subject, "has no \"" + (dot ? RawName.DOT_DOT : RawName.DOT) + "\"");
        }
        if (whole) {
            totals();
        }
    }

    private void block(long number) throws RafsFormatException {
        DirBlock block = new DirBlock(record.block("v6 directory block", number));
        for (int i = 0; i < block.count(); i++) {
            int entry = i;
            LocationSupplier place = () -> subject.place().withOffset(block.start() + (long) entry * DIRENT_SIZE);
            whole &= findings.attempt("dirent", place, () -> entry(block, entry, place));
        }
    }

    private void entry(DirBlock block, int i, LocationSupplier place) throws RafsFormatException {
        RawName name = block.name(i);
        order(name, place);
        pack(name);
        long nid = block.nid(i);
        FileType type = type(block, i, place);
        if (name.equals(RawName.DOT)) {
            dot |= dotEntry(name, nid, node.nid(), type, place);
        } else if (name.equals(RawName.DOT_DOT)) {
            dotDot |= dotEntry(name, nid, node.parentNid(), type, place);
        } else {
            findings.attempt("name", place, () -> NameRules.check(name, "v6 directory block", block.start()));
            subdirectories += tree.entry(node, name, nid, type) ? 1 : 0;
        }
    }

    private @Nullable FileType type(DirBlock block, int i, LocationSupplier place) {
        try {
            return block.type(i);
        } catch (RafsFormatException e) {
            findings.failed("dirent-type", place, e);
            return null;
        }
    }

    private boolean dotEntry(RawName name, long nid, long expected, @Nullable FileType type, LocationSupplier place) {
        if (nid != expected || (type != null && type != FileType.DIRECTORY)) {
            findings.corrupt(
                    "dot-entry",
                    place,
                    "\"" + name + "\" names inode " + nid + " as a " + type + " instead of directory " + expected);
        }
        return true;
    }

    private void order(RawName name, LocationSupplier place) {
        RawName before = previous;
        previous = name;
        if (before == null) {
            return;
        }
        int order = before.compareTo(name);
        if (order == 0) {
            findings.corrupt("duplicate-name", place, "the directory has the name \"" + name + "\" twice");
        } else if (order > 0) {
            findings.corrupt("entry-order", place, "\"" + name + "\" comes after \"" + before + "\"");
        }
    }

    /** An entry and its name never cross a block. */
    private void pack(RawName name) {
        long size = (long) DIRENT_SIZE + name.length();
        long room = blockSize - packedSize % blockSize;
        packedSize += size > room ? room + size : size;
    }

    private void totals() throws RafsFormatException {
        if (record.nlink() != 2 + subdirectories) {
            findings.warn(
                    "directory-link-count",
                    subject,
                    "has " + record.nlink() + " links and " + subdirectories + " subdirectories");
        }
        if (record.size() != packedSize) {
            findings.warn(
                    "directory-size",
                    subject,
                    "has a size of " + record.size() + " bytes, but its entries add up to " + packedSize);
        }
    }
}
