package dev.nydusview.registry.fetch;

/**
 * Bounds on what fetching takes, all in bytes but {@code threads}.
 *
 * @param memory verified chunks kept in memory
 * @param units what stored bytes of several chunks made, kept in memory
 * @param range stored bytes in one ranged read, unless a single chunk has more
 * @param threads ranged reads under way at a time
 * @param inFlight stored bytes of all reads under way
 */
record FetchLimits(long memory, long units, int range, int threads, int inFlight) {
    static final FetchLimits DEFAULT = new FetchLimits(64L << 20, 32L << 20, 8 << 20, 8, 48 << 20);
}
