package dev.nydusview.chunkstore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Combines chunks into ranges: chunks that are stored back to back, or with a small gap if that is allowed, up to a
 * length, so that a long run arrives in parallel.
 */
final class FetchPlanner {
    private static final Comparator<LocatedChunk> STORED_ORDER = Comparator.comparingInt(LocatedChunk::blobIndex)
            .thenComparingLong(LocatedChunk::offset)
            .thenComparingLong(LocatedChunk::end);

    private final int maxRange;
    private final IntSupplier maxGap;

    /**
     * Stored bytes to read in one go.
     *
     * @param chunks stored in there, in order of offset; several may be stored in one place
     */
    record Range(String blobId, long offset, int length, List<LocatedChunk> chunks) {}

    /**
     * @param maxRange bytes in a range, unless it has one chunk
     * @param maxGap tells how many bytes that were not requested may be between two chunks of a range
     */
    FetchPlanner(int maxRange, IntSupplier maxGap) {
        this.maxRange = maxRange;
        this.maxGap = maxGap;
    }

    List<Range> plan(List<LocatedChunk> chunks) {
        List<LocatedChunk> sorted = new ArrayList<>(chunks);
        sorted.sort(STORED_ORDER);
        List<Range> ranges = new ArrayList<>();
        int gap = maxGap.getAsInt();
        int first = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            if (i == sorted.size() || !belongs(sorted.get(first), sorted.get(i - 1), sorted.get(i), gap)) {
                ranges.add(range(List.copyOf(sorted.subList(first, i))));
                first = i;
            }
        }
        return ranges;
    }

    private boolean belongs(LocatedChunk first, LocatedChunk last, LocatedChunk next, int bridged) {
        if (next.blobIndex() != last.blobIndex()) {
            return false;
        }
        boolean samePlace = next.offset() == last.offset() && next.end() == last.end();
        long gap = next.offset() - last.end();
        return samePlace || (gap >= 0 && gap <= bridged && next.end() - first.offset() <= maxRange);
    }

    private static Range range(List<LocatedChunk> chunks) {
        LocatedChunk first = chunks.get(0);
        int length = (int) (chunks.get(chunks.size() - 1).end() - first.offset());
        return new Range(first.blobId(), first.offset(), length, chunks);
    }
}
