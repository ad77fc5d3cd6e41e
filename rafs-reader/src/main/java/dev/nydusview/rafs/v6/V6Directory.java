package dev.nydusview.rafs.v6;

import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A directory as its blocks. A position in it is a block and an entry of that block. */
final class V6Directory {
    static final RawName DOT = RawName.of(".");
    static final RawName DOT_DOT = RawName.of("..");

    /** Bits of an entry's number: a block has at most 4096 / 12 entries. */
    private static final int ENTRY_BITS = 12;

    private static final int ENTRY_MASK = (1 << ENTRY_BITS) - 1;

    private final V6Record record;

    V6Directory(V6Record record) {
        this.record = record;
    }

    /** An entry and the block that it is in. */
    record Entry(DirBlock block, int index, long next) {}

    /** The entry at {@code position} or, where a block has ended, the first of the next; null at the end. */
    @Nullable
    Entry at(long position) throws RafsFormatException {
        long blockIndex = position >>> ENTRY_BITS;
        int index = (int) (position & ENTRY_MASK);
        while (blockIndex < record.blocks()) {
            DirBlock block = block(blockIndex);
            if (index < block.count()) {
                return new Entry(block, index, next(blockIndex, index));
            }
            blockIndex++;
            index = 0;
        }
        return null;
    }

    /** Returns the entry behind {@code entry}, from the same block if it is there; null at the end. */
    @Nullable
    Entry after(Entry entry) throws RafsFormatException {
        int index = entry.index + 1;
        if (index < entry.block.count()) {
            return new Entry(entry.block, index, entry.next + 1);
        }
        return at(entry.next);
    }

    private static long next(long blockIndex, int index) {
        return (blockIndex << ENTRY_BITS) + index + 1;
    }

    /** Returns the entry named {@code name}; null if there is none. Finds the block by its first name. */
    @Nullable
    Entry find(RawName name) throws RafsFormatException {
        long low = 0;
        long high = record.blocks() - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            DirBlock block = block(middle);
            if (block.compareName(0, name.bytes()) > 0) {
                high = middle - 1;
            } else if (block.compareName(block.count() - 1, name.bytes()) < 0) {
                low = middle + 1;
            } else {
                int index = block.find(name.bytes());
                return index < 0 ? null : new Entry(block, index, next(middle, index));
            }
        }
        return null;
    }

    /** Returns the type of an inode; null if the inode does not exist or its mode has an unknown type. */
    @FunctionalInterface
    interface InodeTypes {
        @Nullable
        FileType of(long nid);
    }

    /**
     * Requires that each name is greater than the one before, that each entry's type is that of its inode, that "." is
     * {@code self}, and that only that and the parent have two entries. Blocks that two directories share give at least
     * one of them a second or a foreign ".". Inodes that cannot be read are left to their lookup.
     */
    void verify(long self, InodeTypes types) throws RafsFormatException {
        long[] children = new long[16];
        int count = 0;
        boolean named = false;
        RawName before = null;
        for (Entry entry = at(0); entry != null; entry = after(entry)) {
            RawName name = entry.block.name(entry.index);
            if (before != null && name.compareTo(before) <= 0) {
                throw record.inode()
                        .fault("entry " + entry.index + " of the directory block at offset 0x"
                                + Long.toHexString(entry.block.start())
                                + " has a name that sorts before the previous one");
            }
            before = name;
            long nid = entry.block.nid(entry.index);
            named |= name.equals(DOT) && nid == self;
            if (name.equals(DOT) || name.equals(DOT_DOT)) {
                continue;
            }
            if (requireType(entry, name, types) == FileType.DIRECTORY) {
                children = count == children.length ? Arrays.copyOf(children, 2 * count) : children;
                children[count++] = nid;
            }
        }
        if (!named) {
            throw record.inode().fault("directory lacks a \".\" that refers to itself");
        }
        requireDistinct(Arrays.copyOf(children, count));
    }

    /**
     * Requires and returns the type of the inode that {@code entry} names. Programs would skip an entry with another
     * type, or misread it.
     */
    private @Nullable FileType requireType(Entry entry, RawName name, InodeTypes types) throws RafsFormatException {
        FileType claimed = entry.block.type(entry.index);
        FileType actual = types.of(entry.block.nid(entry.index));
        if (claimed != null && actual != null && claimed != actual) {
            throw record.inode()
                    .fault("directory lists \"" + name + "\" as a " + claimed + ", but its inode "
                            + entry.block.nid(entry.index) + " is a " + actual);
        }
        return actual;
    }

    private void requireDistinct(long[] children) throws RafsFormatException {
        Arrays.sort(children);
        for (int i = 1; i < children.length; i++) {
            if (children[i] == children[i - 1]) {
                throw record.inode().fault("directory has two entries for the directory " + children[i]);
            }
        }
    }

    private DirBlock block(long index) throws RafsFormatException {
        return new DirBlock(record.block("v6 directory block", index));
    }
}
