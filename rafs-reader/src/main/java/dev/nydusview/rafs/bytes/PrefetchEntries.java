package dev.nydusview.rafs.bytes;

import dev.nydusview.rafs.model.PrefetchTable;
import dev.nydusview.rafs.model.RafsFormatException;
import java.util.Arrays;

/** A prefetch table of 4-byte inode numbers; the bytes after a zero are padding. */
public record PrefetchEntries(Bytes table) implements PrefetchTable {
    private static final int ENTRY_SIZE = 4;

    @Override
    public long[] inodes() throws RafsFormatException {
        int entries = (int) (table.length() / ENTRY_SIZE);
        long[] numbers = new long[entries];
        for (int i = 0; i < entries; i++) {
            numbers[i] = table.u32((long) i * ENTRY_SIZE);
            if (numbers[i] == 0) {
                return Arrays.copyOf(numbers, i);
            }
        }
        return numbers;
    }
}
