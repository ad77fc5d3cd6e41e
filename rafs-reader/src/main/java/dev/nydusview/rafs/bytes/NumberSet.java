package dev.nydusview.rafs.bytes;

import java.util.BitSet;

/** Numbers from 0 to 2^31 - 1, at one bit each up to the largest. Safe for concurrent use. */
public final class NumberSet {
    private final BitSet numbers = new BitSet();

    public synchronized boolean contains(long number) {
        return numbers.get(Math.toIntExact(number));
    }

    public synchronized void add(long number) {
        numbers.set(Math.toIntExact(number));
    }
}
