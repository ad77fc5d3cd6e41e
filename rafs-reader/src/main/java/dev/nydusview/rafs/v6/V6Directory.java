package dev.nydusview.rafs.v6;

import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.RawName;
import org.jspecify.annotations.Nullable;

/** A directory as its blocks. A position in it is a block and an entry of that block. */
final class V6Directory {
    /** No block has more than 4096 / 12 entries. */
    private static final int ENTRY_BITS = 12;

    private static final int ENTRY_MASK = (1 << ENTRY_BITS) - 1;

    private final V6Record record;

    V6Directory(V6Record record) {
        this.record = record;
    }

    /** One entry and the block that it stands in. */
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

    /** The entry behind {@code entry}, from the same block if it is there; null at the end. */
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

    /** The entry named {@code name}; null if there is none. Finds the block by its first name. */
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

    private DirBlock block(long index) throws RafsFormatException {
        return new DirBlock(record.block("v6 directory block", index));
    }
}
