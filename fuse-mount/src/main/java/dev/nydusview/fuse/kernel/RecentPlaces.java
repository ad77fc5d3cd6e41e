package dev.nydusview.fuse.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Places by inode number, as far as they fit into numbers of 31 bits, which those of all images but merged ones do: of a
 * million inodes in 24 MiB. Begins anew when it is full. Not safe for concurrent use.
 */
final class RecentPlaces {
    private static final int FIRST_CAPACITY = 1 << 12;
    private static final int MAX_CAPACITY = 1 << 21;
    private static final int FIELDS = 3;

    /** Number, parent and offset of each; a number of 0 is a free place, as is that of no file. */
    private int[] places = new int[FIELDS * FIRST_CAPACITY];

    private int size;

    void put(long number, long parent, long offset) {
        if (!fits(number) || !fits(parent) || !fits(offset) || number == 0) {
            return;
        }
        if (4 * (size + 1) > 3 * capacity()) {
            grow();
        }
        int at = find((int) number);
        size += places[at] == 0 ? 1 : 0;
        places[at] = (int) number;
        places[at + 1] = (int) parent;
        places[at + 2] = (int) offset;
    }

    private static boolean fits(long value) {
        return value == (value & Integer.MAX_VALUE);
    }

    SeenEntries.@Nullable Place get(long number) {
        if (!fits(number)) {
            return null;
        }
        int at = find((int) number);
        return places[at] == 0 ? null : new SeenEntries.Place(places[at + 1], places[at + 2]);
    }

    private int capacity() {
        return places.length / FIELDS;
    }

    private int find(int number) {
        int mask = capacity() - 1;
        int slot = ((number * 0x9E3779B9) >>> 8) & mask;
        while (places[FIELDS * slot] != 0 && places[FIELDS * slot] != number) {
            slot = (slot + 1) & mask;
        }
        return FIELDS * slot;
    }

    private void grow() {
        int[] old = places;
        boolean full = capacity() == MAX_CAPACITY;
        places = new int[full ? FIELDS * FIRST_CAPACITY : 2 * old.length];
        size = 0;
        for (int i = 0; i < old.length && !full; i += FIELDS) {
            if (old[i] != 0) {
                put(old[i], old[i + 1], old[i + 2]);
            }
        }
    }
}
