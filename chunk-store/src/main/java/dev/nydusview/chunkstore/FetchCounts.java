package dev.nydusview.chunkstore;

import java.util.concurrent.atomic.LongAdder;

/**
 * The cost of delivering chunks so far.
 *
 * @param chunksFetched chunks that came from the blob source and verified
 * @param chunksFromCache chunks that came from the disk cache and verified
 * @param cacheWriteFailures chunks that could not be written to the disk cache, though they were delivered
 * @param ranges ranged reads asked of the blob source
 * @param rangeBytes stored bytes that the blob source delivered
 * @param rangesAgain reads among these that were repeated, as the bytes of a chunk were wrong
 */
public record FetchCounts(
        long chunksFetched,
        long chunksFromCache,
        long cacheWriteFailures,
        long ranges,
        long rangeBytes,
        long rangesAgain) {

    /** Returns the counts of nothing. */
    static FetchCounts none() {
        return new FetchCounts(0, 0, 0, 0, 0, 0);
    }

    /** Returns the counts of both. */
    FetchCounts plus(FetchCounts other) {
        return new FetchCounts(
                chunksFetched + other.chunksFetched,
                chunksFromCache + other.chunksFromCache,
                cacheWriteFailures + other.cacheWriteFailures,
                ranges + other.ranges,
                rangeBytes + other.rangeBytes,
                rangesAgain + other.rangesAgain);
    }

    /** Counts from many threads. */
    static final class Counters {
        final LongAdder chunksFetched = new LongAdder();
        final LongAdder chunksFromCache = new LongAdder();
        final LongAdder ranges = new LongAdder();
        final LongAdder rangeBytes = new LongAdder();
        final LongAdder rangesAgain = new LongAdder();
        final LongAdder aheadBytes = new LongAdder();

        FetchCounts snapshot(long cacheWriteFailures) {
            return new FetchCounts(
                    chunksFetched.sum(),
                    chunksFromCache.sum(),
                    cacheWriteFailures,
                    ranges.sum(),
                    rangeBytes.sum(),
                    rangesAgain.sum());
        }
    }
}
