package dev.nydusview.rafs.v6;

import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A directory as its blocks. A position in it is a block and an entry of that block. */
final class V6Directory {
    static final RawName DOT = RawName.of(".");
    static final RawName DOT_DOT = RawName.of("..");

    /** Bits of an entry's number: a block has at most 4096 / 12 entries. */
    private static final int ENTRY_BITS = 12;

    private static final int ENTRY_MASK = (1 << ENTRY_BITS) - 1;

    private static final long NONE = -1;

    private final V6Record record;

    /** The block that was searched last. */
    private volatile @Nullable Searched searched;

    V6Directory(V6Record record) {
        this.record = record;
    }

    private record Searched(long index, DirBlock block) {}

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

    /**
     * Returns the offset in the bootstrap of the entry that the first {@code length} bytes of {@code name} are the name of;
     * -1 if there is none. Finds the block by its first and last name.
     */
    long find(byte[] name, int length) throws RafsFormatException {
        long low = 0;
        long high = record.blocks() - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            DirBlock block = searched(middle);
            if (block.compareName(0, name, length) > 0) {
                high = middle - 1;
            } else if (block.compareName(block.count() - 1, name, length) < 0) {
                low = middle + 1;
            } else {
                int index = block.find(name, length);
                return index < 0 ? NONE : block.offset(index);
            }
        }
        return NONE;
    }

    private DirBlock searched(long index) throws RafsFormatException {
        Searched last = searched;
        if (last == null || last.index != index) {
            last = new Searched(index, block(index));
            searched = last;
        }
        return last.block;
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
        byte[] name = new byte[record.blockSize()]; // no name is longer
        byte[] before = new byte[name.length];
        int beforeLength = -1;
        for (long i = 0; i < record.blocks(); i++) {
            DirBlock block = block(i);
            for (int index = 0; index < block.count(); index++) {
                int length = block.name(index, name);
                if (beforeLength >= 0 && Arrays.compareUnsigned(name, 0, length, before, 0, beforeLength) <= 0) {
                    throw record.inode()
                            .fault("entry " + index + " of the directory block at offset 0x"
                                    + Long.toHexString(block.start())
                                    + " has a name that sorts before the previous one");
                }
                byte[] spare = before;
                before = name;
                beforeLength = length;
                name = spare;
                long nid = block.nid(index);
                int dots = dots(before, length);
                named |= dots == 1 && nid == self;
                if (dots == 0 && requireType(block, index, types) == FileType.DIRECTORY) {
                    children = count == children.length ? Arrays.copyOf(children, 2 * count) : children;
                    children[count++] = nid;
                }
            }
        }
        if (!named) {
            throw record.inode().fault("directory lacks a \".\" that refers to itself");
        }
        requireDistinct(Arrays.copyOf(children, count));
    }

    /**
     * Requires and returns the type of the inode that an entry names. Programs would skip an entry with another
     * type, or misread it.
     */
    private @Nullable FileType requireType(DirBlock block, int index, InodeTypes types) throws RafsFormatException {
        FileType claimed = block.type(index);
        FileType actual = types.of(block.nid(index));
        if (claimed != null && actual != null && claimed != actual) {
            throw record.inode()
                    .fault("directory lists \"" + block.name(index) + "\" as a " + claimed + ", but its inode "
                            + block.nid(index) + " is a " + actual);
        }
        return actual;
    }

    /** Returns 1 for the name ".", 2 for "..", 0 for others. */
    static int dots(byte[] name, int length) {
        boolean dots = length >= 1 && length <= 2 && name[0] == '.' && name[length - 1] == '.';
        return dots ? length : 0;
    }

    /** Receives the places of entries. */
    @FunctionalInterface
    interface PlaceVisitor {
        /** Takes entry {@code index} of {@code block}; returns whether to go on. A listing goes on at {@code next}. */
        boolean visit(DirBlock block, int index, long next) throws IOException;
    }

    /** Visits all entries from {@code position} on. */
    void visit(long position, PlaceVisitor visitor) throws IOException {
        int index = (int) (position & ENTRY_MASK);
        for (long i = position >>> ENTRY_BITS; i < record.blocks(); i++) {
            DirBlock block = block(i);
            for (; index < block.count(); index++) {
                if (!visitor.visit(block, index, next(i, index))) {
                    return;
                }
            }
            index = 0;
        }
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
