package dev.nydusview.check.finding;

import java.util.BitSet;

/**
 * Extents of a bootstrap that a table, an inode or its data owns, one bit for each {@code unit} bytes. As each extent
 * has one owner, checking all of them takes no longer than reading the bootstrap once.
 */
public final class ExtentOwners {
    private final BitSet taken = new BitSet();
    private final int unit;

    /** @param unit divisor of every extent's start, in bytes */
    public ExtentOwners(int unit) {
        this.unit = unit;
    }

    /**
     * Takes the {@code length} bytes at {@code start}, which must be within the bootstrap.
     *
     * @return whether they were free; if not, nothing is taken
     */
    public boolean claim(long start, long length) {
        if (length == 0) {
            return true;
        }
        int first = (int) (start / unit);
        int end = (int) ((start + length - 1) / unit) + 1;
        int next = taken.nextSetBit(first);
        if (next >= 0 && next < end) {
            return false;
        }
        taken.set(first, end);
        return true;
    }
}
