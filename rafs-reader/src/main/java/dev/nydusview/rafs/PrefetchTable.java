package dev.nydusview.rafs;

import dev.nydusview.rafs.bytes.Bytes;
import java.util.Arrays;

/** The inodes that the builder wants fetched early, decoded when asked for. */
public final class PrefetchTable {
    private static final int ENTRY_SIZE = 4;

    private final Bytes table;

    /** A table of 4-byte inode numbers. */
    public PrefetchTable(Bytes table) {
        this.table = table;
    }

    /** Inode numbers in table order, up to the first zero, which is padding. */
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
