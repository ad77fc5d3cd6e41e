package dev.nydusview.scan.profile;

import java.util.BitSet;

/**
 * Reads of a scanner among files in some order. A scanner that has read most of them in order is expected to continue,
 * the farther the farther it has come.
 */
final class SequentialReads {
    /** Fewer are not a walk yet. */
    static final int FEW = 16;

    private static final int FIRST_WINDOW = 32;
    private static final int LAST_WINDOW = 1 << 13;

    private final int size;
    private final BitSet passed = new BitSet();
    private int furthest = -1;
    private int window = FIRST_WINDOW;
    private int until;

    /** @param size the number of files */
    SequentialReads(int size) {
        this.size = size;
    }

    /** Notes a read of the file at {@code place}; returns whether files are to be expected {@link #from} here on. */
    boolean reads(int place) {
        passed.set(place);
        if (place <= furthest) {
            return false;
        }
        furthest = place;
        if (until - place > window / 2 || until == size) {
            return false;
        }
        int start = Math.max(0, place + 1 - window);
        int count = passed.get(start, place + 1).cardinality();
        return count >= FEW && 2 * count >= place + 1 - start;
    }

    /** Returns the place of the first file that is newly expected. */
    int from() {
        return Math.max(until, furthest + 1);
    }

    /** The place after the last one. */
    int to() {
        return Math.min(size, furthest + 1 + Math.min(2 * window, LAST_WINDOW));
    }

    /** Records that files before {@code place} were fetched. */
    void expected(int place) {
        until = place;
        window = Math.min(2 * window, LAST_WINDOW);
    }
}
