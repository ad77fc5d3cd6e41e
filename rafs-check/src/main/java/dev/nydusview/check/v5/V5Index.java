package dev.nydusview.check.v5;

import static dev.nydusview.rafs.layout.V5Layout.*;

import dev.nydusview.check.finding.Location;
import dev.nydusview.rafs.bytes.Bytes;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.v5.V5Record;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** The inode records by their index, and under which directory each has turned up. */
final class V5Index {
    static final int ROOT = 1;
    static final int NONE = 0;

    /** Name of unknown directories. */
    private static final RawName UNKNOWN = RawName.of("?");

    private static final int MAX_DEPTH = 2048;

    private final Bytes bootstrap;
    private final Bytes table;
    private final int entries;
    private final int[] parents;
    private long[] byOffset = {};

    /** Entries beyond the number of records that the bootstrap has room for are left out. */
    V5Index(Bytes bootstrap, Bytes table) {
        this.bootstrap = bootstrap;
        this.table = table;
        this.entries = (int) Math.min(table.length() / INODE_TABLE_ENTRY_SIZE, bootstrap.length() / INODE_SIZE);
        this.parents = new int[entries + 1];
    }

    /** The greatest index. */
    int entries() {
        return entries;
    }

    Bytes bootstrap() {
        return bootstrap;
    }

    boolean has(long index) {
        return index >= ROOT && index <= entries;
    }

    V5Record record(int index) throws RafsFormatException {
        return new V5Record(bootstrap, offset(index));
    }

    private long offset(int index) throws RafsFormatException {
        long value = table.u32((index - 1L) * INODE_TABLE_ENTRY_SIZE);
        if (value <= MIN_INODE_TABLE_VALUE || value >= MAX_INODE_TABLE_VALUE) {
            throw table.fault("entry " + index + " is 0x" + Long.toHexString(value));
        }
        return value * ALIGNMENT;
    }

    /** Returns the offset of the table entry for {@code index}, in bytes. */
    long entryOffset(int index) {
        return table.start() + (index - 1L) * INODE_TABLE_ENTRY_SIZE;
    }

    /** Index of the directory that {@code index} is a child of; {@link #NONE} if it has turned up in none. */
    int parent(int index) {
        return parents[index];
    }

    /** Parents have smaller indexes than their children, so that the way up always ends. */
    void adopt(int child, int parent) {
        parents[child] = parent;
    }

    Location place(int index) {
        try {
            V5Record record = record(index);
            return Location.of(path(index), record.number(), record.inode().start());
        } catch (RafsFormatException e) {
            return Location.at(entryOffset(index));
        }
    }

    /** The file that the chunk record at {@code offset} belongs to. */
    Location chunkPlace(long offset) {
        if (byOffset.length == 0) {
            byOffset = sortedByOffset();
        }
        int at = Arrays.binarySearch(byOffset, (offset / ALIGNMENT) << Integer.SIZE);
        int before = at >= 0 ? at : -at - 2;
        return before < 0 ? Location.at(offset) : place((int) byOffset[before]).withOffset(offset);
    }

    private long[] sortedByOffset() {
        long[] keyed = new long[entries];
        for (int i = ROOT; i <= entries; i++) {
            try {
                keyed[i - 1] = ((offset(i) / ALIGNMENT) << Integer.SIZE) | i;
            } catch (RafsFormatException e) {
                keyed[i - 1] = i;
            }
        }
        Arrays.sort(keyed);
        return keyed;
    }

    private EntryPath path(int index) {
        Deque<RawName> names = new ArrayDeque<>();
        int at = index;
        for (; at != ROOT && at != NONE && names.size() < MAX_DEPTH; at = parents[at]) {
            names.addFirst(name(at));
        }
        if (at != ROOT) {
            names.addFirst(UNKNOWN);
        }
        EntryPath path = EntryPath.ROOT;
        for (RawName name : names) {
            path = path.child(name);
        }
        return path;
    }

    private RawName name(int index) {
        try {
            return record(index).rawName();
        } catch (RafsFormatException e) {
            return UNKNOWN;
        }
    }
}
