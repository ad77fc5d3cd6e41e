package dev.nydusview.fuse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells failed reads that a process waits for from those that the kernel made in advance. A read into the page cache
 * that fails is dropped; when a process comes for one of its pages, the kernel asks for that page once more and hands
 * the second failure to the process ({@code filemap_update_page}, {@code filemap_fault}). So a failure counts if any of
 * its bytes has failed before. A read of a single page counts at once, as the kernel does not ask for those twice when
 * it is short of memory. Safe for concurrent use.
 */
final class FailedReads {
    private static final int MAX_KEPT = 1 << 16;

    private record Range(long from, long to) {
        boolean overlaps(Range other) {
            return from < other.to && other.from < to;
        }
    }

    private final Map<Long, List<Range>> ahead = new HashMap<>();
    private int kept;

    /** Tests whether some process wanted the {@code length} bytes of a failed read, as far as can be told now. */
    synchronized boolean isWanted(long inode, long offset, long length) {
        Range range = new Range(offset, offset + length);
        List<Range> before = ahead.computeIfAbsent(inode, none -> new ArrayList<>());
        boolean again = before.stream().anyMatch(range::overlaps);
        if (again || kept == MAX_KEPT) {
            return true;
        }
        before.add(range);
        kept++;
        return false;
    }
}
