package dev.nydusview.check.finding;

import java.util.Arrays;

/** Byte ranges of one blob, 16 bytes each, which must not overlap. */
public final class Extents {
    private static final int INITIAL = 64;

    private long[] starts = new long[INITIAL];
    private long[] ends = new long[INITIAL];
    private int count;

    public void add(long start, long length) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        starts[count] = start;
        ends[count++] = start + length;
    }

    /** Receives the start of a range that overlaps the one before it. */
    @FunctionalInterface
    public interface OverlapVisitor {
        void visit(long start);
    }

    /**
     * Reports overlaps. Ranges are disjoint exactly if, with starts and ends each in ascending order, every range has
     * ended when the next begins; so the two need not stay together.
     */
    public void overlaps(OverlapVisitor visitor) {
        Arrays.sort(starts, 0, count);
        Arrays.sort(ends, 0, count);
        for (int i = 1; i < count; i++) {
            if (starts[i] < ends[i - 1]) {
                visitor.visit(starts[i]);
            }
        }
    }
}
