package dev.nydusview.scan.image;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Paths of an unpacked image that may be too long for programs.
 *
 * @param counts files by the bytes in their paths
 * @param longest the longest of them; empty if there are none
 */
public record LongPaths(NavigableMap<Integer, Long> counts, String longest) {
    public static final LongPaths NONE = new LongPaths(new TreeMap<>(), "");

    public LongPaths {
        counts = Collections.unmodifiableNavigableMap(new TreeMap<>(counts));
    }

    /** Returns the number of files whose paths have more than {@code bytes} bytes. */
    long beyond(int bytes) {
        return counts.tailMap(bytes, false).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
