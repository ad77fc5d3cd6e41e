package dev.nydusview.check.finding;

import java.util.BitSet;

/**
 * Which parts of a bootstrap are taken by a table, an inode or its data, one bit for each {@code unit} bytes. As no
 * part is given away twice, checking what is in each takes no longer than reading the bootstrap once.
 */
public final class ExtentOwners {
    private final BitSet taken = new BitSet();
    private final int unit;

    /** @param unit what every part's start is a multiple of, in bytes */
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
