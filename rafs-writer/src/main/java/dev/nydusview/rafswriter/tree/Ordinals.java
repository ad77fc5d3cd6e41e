package dev.nydusview.rafswriter.tree;

/** Numbers from 0 for inode numbers, in the order in which these come; 24 bytes or less each. */
public final class Ordinals {
    private static final int FIRST_CAPACITY = 1 << 10;

    /** Makes the upper half of a product depend on all bits of the other factor: 2^64 by the golden ratio. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    // Open addressing, at most half full; a slot holds an ordinal plus one.
    private long[] numbers = new long[FIRST_CAPACITY];
    private int[] slots = new int[FIRST_CAPACITY];
    private int size;

    /** Returns the ordinal of {@code number}, which it gets if it has none; then {@link #size} grows. */
    public int add(long number) {
        int slot = slot(number);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        numbers[slot] = number;
        slots[slot] = ++size;
        if (size > numbers.length / 2) {
            grow();
        }
        return size - 1;
    }

    /** Returns the ordinal of a number that has one. */
    public int of(long number) {
        int ordinal = slots[slot(number)] - 1;
        if (ordinal < 0) {
            throw new IllegalArgumentException("inode " + number + " was not visited");
        }
        return ordinal;
    }

    public int size() {
        return size;
    }

    private int slot(long number) {
        int mask = numbers.length - 1;
        int slot = (int) ((number * SPREAD) >>> Integer.SIZE) & mask;
        while (slots[slot] != 0 && numbers[slot] != number) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldNumbers = numbers;
        int[] oldSlots = slots;
        numbers = new long[oldNumbers.length * 2];
        slots = new int[oldSlots.length * 2];
        for (int i = 0; i < oldSlots.length; i++) {
            if (oldSlots[i] != 0) {
                int slot = slot(oldNumbers[i]);
                numbers[slot] = oldNumbers[i];
                slots[slot] = oldSlots[i];
            }
        }
    }
}
