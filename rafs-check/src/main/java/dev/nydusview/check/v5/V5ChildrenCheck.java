package dev.nydusview.check.v5;

import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.check.finding.Findings;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.v5.V5Record;
import org.jspecify.annotations.Nullable;

/** Checks that the children of a directory are its own, know it as their parent, and are in order. */
final class V5ChildrenCheck {
    private static final int DIRECTORY_UNIT = 4096;
    private static final int ENTRY_OVERHEAD = 8;

    private final V5Index index;
    private final Findings findings;

    V5ChildrenCheck(V5Index index, Findings findings) {
        this.index = index;
        this.findings = findings;
    }

    /** Directories are checked in ascending order, so that each is behind its parent. */
    void check(int i, V5Record record) throws RafsFormatException {
        if (i != V5Index.ROOT && index.parent(i) == V5Index.NONE) {
            findings.corrupt("unreachable-inode", () -> index.place(i), "index " + i + " is not in any directory");
        }
        if (record.type() != FileType.DIRECTORY) {
            return;
        }
        long first = record.childIndex();
        long end = first + record.childCount();
        if (first < end && (first <= i || end - 1 > index.entries())) {
            findings.corrupt(
                    "child-range",
                    () -> index.place(i),
                    "children " + first + " to " + (end - 1) + " are not after index " + i + " in a table of "
                            + index.entries());
            return;
        }
        Children children = new Children(i, record);
        for (int child = (int) first; child < end; child++) {
            if (index.parent(child) != V5Index.NONE) {
                overlap(i, child);
                return;
            }
            index.adopt(child, i);
            children.add(child);
        }
        children.compare();
    }

    /** Ends at the first child that has another parent, as ranges which overlap may do so in all of their children. */
    private void overlap(int i, int child) {
        int other = index.parent(child);
        findings.corrupt(
                "child-overlap",
                () -> index.place(i),
                "child " + child + " is also a child of the directory with index " + other);
    }

    /** Sums over the children of one directory. */
    private final class Children {
        private final int directory;
        private final V5Record record;
        private final long number;
        private long subdirectories;
        private long size;
        private @Nullable RawName previous;

        Children(int directory, V5Record record) throws RafsFormatException {
            this.directory = directory;
            this.record = record;
            this.number = record.number();
        }

        void add(int child) {
            V5Record childRecord;
            try {
                childRecord = index.record(child);
                order(child, childRecord);
                size += childRecord.rawName().length() + ENTRY_OVERHEAD;
                parent(child, childRecord);
                subdirectories += childRecord.type() == FileType.DIRECTORY ? 1 : 0;
            } catch (RafsFormatException e) {
                return; // a finding once the child itself is checked
            }
        }

        private void order(int child, V5Record childRecord) throws RafsFormatException {
            RawName before = previous;
            previous = childRecord.rawName();
            if (before == null) {
                return;
            }
            int order = childRecord.compareName(before);
            if (order == 0) {
                findings.corrupt("duplicate-name", () -> index.place(child), "the directory has this name twice");
            } else if (order < 0) {
                findings.corrupt("entry-order", () -> index.place(child), "comes after a name that it should precede");
            }
        }

        private void parent(int child, V5Record childRecord) throws RafsFormatException {
            if (childRecord.parent() != number) {
                findings.corrupt(
                        "parent",
                        () -> index.place(child),
                        "names inode " + childRecord.parent() + " as its directory, but is in inode " + number);
            }
        }

        void compare() throws RafsFormatException {
            long nlink = record.inode().u32(I_NLINK);
            if (nlink != 2 + subdirectories) {
                findings.warn(
                        "directory-link-count",
                        () -> index.place(directory),
                        "has " + nlink + " links and " + subdirectories + " subdirectories");
            }
            long expected = Math.max(DIRECTORY_UNIT, (size + DIRECTORY_UNIT - 1) / DIRECTORY_UNIT * DIRECTORY_UNIT);
            long actual = record.inode().i64(I_SIZE);
            if (actual != expected) {
                findings.warn(
                        "directory-size",
                        () -> index.place(directory),
                        "has a size of " + actual + " bytes, but its entries add up to " + expected);
            }
        }
    }
}
