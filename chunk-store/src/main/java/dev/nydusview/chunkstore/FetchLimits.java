package dev.nydusview.chunkstore;

/**
 * Bounds of fetching for all images of a process, in bytes except for the numbers of threads. The images of one origin
 * get the stated numbers of threads and of bytes in flight, those of several origins together half as much again; see
 * {@link FairBudget}.
 *
 * @param memory verified chunks kept in memory
 * @param contexts batches and data of zran contexts, kept decompressed in memory
 * @param recent chunks of the disk cache kept in memory; see {@link RecentChunks}
 * @param range stored bytes in one ranged read, unless a single chunk has more
 * @param threads ranged reads under way at a time
 * @param inFlight stored bytes of all reads under way
 * @param prefetchRange stored bytes in one ranged read of a prefetch; small enough to leave room in
 *     {@code inFlight} for others
 * @param prefetchThreads ranged reads of prefetches under way at a time
 * @param gap stored bytes that are read and thrown away at most rather than make another request
 */
record FetchLimits(
        long memory,
        long contexts,
        int recent,
        int range,
        int threads,
        int inFlight,
        int prefetchRange,
        int prefetchThreads,
        int gap) {
    static final FetchLimits DEFAULT =
            new FetchLimits(64L << 20, 32L << 20, 16, 8 << 20, 8, 48 << 20, 2 << 20, 8, 24 << 10);

    /** Bytes of a heap from which on the usual limits fit. */
    private static final long USUAL_HEAP = 96L << 20;

    /** Bytes of a heap for each range that is read at a time: chunks take more room decompressed. */
    private static final long HEAP_OF_THREAD = 8L << 20;

    /** Returns the limits for a heap of at most {@code heap} bytes: what is in flight must fit, beside all else. */
    static FetchLimits within(long heap) {
        if (heap >= USUAL_HEAP) {
            return DEFAULT;
        }
        int share = (int) (heap / 16);
        int threads = (int) Math.max(1, Math.min(DEFAULT.threads, heap / HEAP_OF_THREAD / 2));
        return new FetchLimits(
                Math.min(DEFAULT.memory, share),
                Math.min(DEFAULT.contexts, share),
                Math.max(1, share / RecentChunks.MAX_CHUNK),
                Math.min(DEFAULT.range, share),
                threads,
                Math.min(DEFAULT.inFlight, share),
                Math.min(DEFAULT.prefetchRange, share / 4),
                threads,
                DEFAULT.gap);
    }
}
