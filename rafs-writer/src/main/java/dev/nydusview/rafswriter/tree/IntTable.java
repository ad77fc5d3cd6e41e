package dev.nydusview.rafswriter.tree;

import java.util.Arrays;

/** A number for each index from 0 on, zero where none was set. */
public final class IntTable {
    private static final int FIRST_CAPACITY = 1 << 10;

    private int[] values = new int[FIRST_CAPACITY];

    public int get(int index) {
        return index < values.length ? values[index] : 0;
    }

    public void set(int index, int value) {
        if (index >= values.length) {
            values = Arrays.copyOf(values, Math.max(index + 1, values.length * 2));
        }
        values[index] = value;
    }

    public void add(int index, int more) {
        set(index, get(index) + more);
    }
}
