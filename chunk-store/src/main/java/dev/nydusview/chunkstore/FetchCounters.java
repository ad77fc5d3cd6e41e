package dev.nydusview.chunkstore;

import java.util.concurrent.atomic.LongAdder;

/** Counts from many threads. */
final class FetchCounters {
    final LongAdder chunksFetched = new LongAdder();
    final LongAdder chunksFromCache = new LongAdder();
    final LongAdder ranges = new LongAdder();
    final LongAdder rangeBytes = new LongAdder();

    FetchCounts snapshot(long cacheWriteFailures) {
        return new FetchCounts(
                chunksFetched.sum(), chunksFromCache.sum(), cacheWriteFailures, ranges.sum(), rangeBytes.sum());
    }
}
