package dev.nydusview.chunkstore;

/**
 * What delivering chunks has cost so far.
 *
 * @param chunksFetched chunks that came from the blob source and verified
 * @param chunksFromCache chunks that came from the disk cache and verified
 * @param cacheWriteFailures chunks that could not be written to the disk cache, though they were delivered
 * @param ranges ranged reads asked of the blob source
 * @param rangeBytes stored bytes that the blob source delivered
 */
public record FetchCounts(
        long chunksFetched, long chunksFromCache, long cacheWriteFailures, long ranges, long rangeBytes) {}
