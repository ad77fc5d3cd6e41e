package dev.nydusview.chunkstore;

/**
 * Bounds on what fetching takes for all images of a process, all in bytes but the numbers of threads. Of threads and
 * bytes in flight the images of one origin get as much as is said here, and those of several half as much again; see
 * {@link FairBudget}.
 *
 * @param memory verified chunks kept in memory
 * @param contexts batches and data of zran contexts, kept decompressed in memory
 * @param range stored bytes in one ranged read, unless a single chunk has more
 * @param threads ranged reads under way at a time
 * @param inFlight stored bytes of all reads under way
 * @param prefetchRange stored bytes in one ranged read of a prefetch; so small that those under way leave room in
 *     {@code inFlight} for others
 * @param prefetchThreads ranged reads of prefetches under way at a time
 * @param gap stored bytes that a prefetch reads and throws away rather than make another request
 */
record FetchLimits(
        long memory,
        long contexts,
        int range,
        int threads,
        int inFlight,
        int prefetchRange,
        int prefetchThreads,
        int gap) {
    static final FetchLimits DEFAULT =
            new FetchLimits(64L << 20, 32L << 20, 8 << 20, 8, 48 << 20, 4 << 20, 8, 64 << 10);
}
