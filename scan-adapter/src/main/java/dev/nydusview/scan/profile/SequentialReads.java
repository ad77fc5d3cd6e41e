package dev.nydusview.scan.profile;

import java.util.BitSet;

/**
 * Reads of a program among files in some order. A program that has read most of them in order is expected to continue, the
 * farther the farther it has come.
 */
final class SequentialReads {
    private static final int FIRST_WINDOW = 32;
    private static final int LAST_WINDOW = 1 << 13;

    /** Files up to the latest of which at least half must have been read: as many as were read so far, and at most these. */
    private static final int LOOKED_BACK = 256;

    private final int size;
    private final int few;
    private final BitSet passed = new BitSet();
    /** Bits of {@link #passed} that are set, which is asked at each read. */
    private int passedCount;

    private final BitSet stored = new BitSet();
    private int latest = -1;
    private int furthest = -1;
    private int window = FIRST_WINDOW;
    private int until;

    /**
     * @param size the number of files
     * @param few reads that are a walk already
     */
    SequentialReads(int size, int few) {
        this.size = size;
        this.few = few;
    }

    /** Notes that the kernel was given the file at {@code place} unasked, so that it will not ask for it. */
    void stored(int place) {
        stored.set(place);
    }

    /**
     * Notes that the file at {@code place} was read; files before it that were {@link #stored}, too, if they are nearly all
     * since the latest read: a program that skips files is not asked about those that it has skipped.
     */
    void passed(int place) {
        int between = place - latest - 1;
        if (between > 0) {
            BitSet unasked = stored.get(latest + 1, place);
            if (4 * unasked.cardinality() >= 3 * between) {
                unasked.stream().forEach(one -> pass(latest + 1 + one));
            }
            stored.clear(0, place);
        }
        pass(place);
        latest = place;
        furthest = Math.max(furthest, place);
    }

    private void pass(int place) {
        if (!passed.get(place)) {
            passed.set(place);
            passedCount++;
        }
    }

    /** Tests whether files are to be expected {@link #from} here on, now that the file at {@code place} was read. */
    boolean goesOn(int place) {
        int to = to();
        if (place < furthest || until >= to || (to < size && to - until < window / 4)) {
            return false;
        }
        int start = Math.max(0, place + 1 - Math.min(LOOKED_BACK, Math.max(2 * few, passedCount)));
        int count = passed.get(start, place + 1).cardinality();
        return count >= few && 2 * count >= place + 1 - start;
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
        if (passedCount >= window) { // else the reads so far would say too little for a larger one
            window = Math.min(2 * window, LAST_WINDOW);
        }
    }
}
