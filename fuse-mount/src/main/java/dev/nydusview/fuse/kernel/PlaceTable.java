package dev.nydusview.fuse.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Places by inode number, in arrays: of a million inodes in some 60 MiB. Not safe for concurrent use. */
final class PlaceTable {
    private static final int FIRST_CAPACITY = 1 << 10;
    private static final long FREE = -1;

    private long[] numbers = freed(FIRST_CAPACITY);
    private long[] parents = new long[FIRST_CAPACITY];
    private long[] offsets = new long[FIRST_CAPACITY];
    private int[] lengths = new int[FIRST_CAPACITY];
    private int size;

    private static long[] freed(int capacity) {
        long[] numbers = new long[capacity];
        Arrays.fill(numbers, FREE);
        return numbers;
    }

    int size() {
        return size;
    }

    /** Enters or replaces a place. */
    void put(long number, long parent, long offset, int length) {
        if (4 * (size + 1) > 3 * numbers.length) {
            grow();
        }
        int at = find(number);
        if (numbers[at] == FREE) {
            numbers[at] = number;
            size++;
        }
        parents[at] = parent;
        offsets[at] = offset;
        lengths[at] = length;
    }

    SeenEntries.@Nullable Place get(long number) {
        int at = find(number);
        return numbers[at] == FREE ? null : new SeenEntries.Place(parents[at], offsets[at]);
    }

    /** Returns the bytes in the path that was entered; 0 if none was. */
    int length(long number) {
        int at = find(number);
        return numbers[at] == FREE ? 0 : lengths[at];
    }

    private int find(long number) {
        int mask = numbers.length - 1;
        int at = (int) ((number * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (numbers[at] != FREE && numbers[at] != number) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldNumbers = numbers;
        long[] oldParents = parents;
        long[] oldOffsets = offsets;
        int[] oldLengths = lengths;
        int capacity = 2 * oldNumbers.length;
        numbers = freed(capacity);
        parents = new long[capacity];
        offsets = new long[capacity];
        lengths = new int[capacity];
        for (int i = 0; i < oldNumbers.length; i++) {
            if (oldNumbers[i] != FREE) {
                int at = find(oldNumbers[i]);
                numbers[at] = oldNumbers[i];
                parents[at] = oldParents[i];
                offsets[at] = oldOffsets[i];
                lengths[at] = oldLengths[i];
            }
        }
    }
}
