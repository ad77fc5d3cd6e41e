package dev.nydusview.scan.profile;

/**
 * Follows the reads of one open file, and tells the bytes that come next if it is read in order: the more, the more was
 * read. Reads may be somewhat out of order, as those of a kernel that reads ahead are. Of a random reader nothing is expected.
 */
final class SequentialFile {
    /** Bytes in order from which on more is expected. */
    private static final long FEW = 2 << 20;

    /** Bytes by which reads may be out of order: more than the kernel reads ahead. */
    private static final long NEAR = 8 << 20;

    /** Bytes that are worth a fetch, as long as the file has more. */
    private static final long LEAST = 2 << 20;

    private static final long MOST_AHEAD = 64 << 20;

    private final long size;
    private final long mostAhead;
    private long start;
    private long furthest;
    private long run;
    private long told;

    /**
     * @param size of the file
     * @param kept bytes of prefetched chunks that the source keeps until they are read
     */
    SequentialFile(long size, long kept) {
        this.size = size;
        this.mostAhead = Math.min(kept, MOST_AHEAD);
    }

    /** Tests whether a file of {@code size} bytes is worth following. */
    static boolean isLarge(long size) {
        return size > 2 * FEW;
    }

    /** Bytes of a file, which may be none. */
    record Part(long offset, long length) {
        private static final Part NONE = new Part(0, 0);
    }

    /** Records a read, and returns what to fetch now. */
    synchronized Part read(long offset, long length) {
        long end = offset + length;
        if (offset > furthest + NEAR || end < furthest - NEAR) {
            start = offset;
            furthest = end;
            run = length;
            told = end;
            return Part.NONE;
        }
        furthest = Math.max(furthest, end);
        run += length;
        boolean inOrder = run >= FEW && 2 * run >= furthest - start;
        long until = Math.min(size, furthest + Math.min(2 * run, mostAhead));
        long from = Math.max(told, furthest);
        if (!inOrder || until <= from || (until < size && until - from < LEAST)) {
            return Part.NONE;
        }
        told = until;
        return new Part(from, until - from);
    }
}
