package dev.nydusview.image;

/**
 * Cost of reading an image so far.
 *
 * @param metadataBytes bytes received for manifests, bootstrap and chunk indexes
 * @param blobRequests ranged requests for chunk data
 * @param blobBytes bytes received for chunk data
 * @param chunksFetched chunks that came from the source
 * @param chunksFromCache chunks that came from the disk cache and verified
 * @param cacheWriteFailures chunks that could not be written to the cache (full disk), though they were delivered
 * @param imageBytes bytes of all data blobs of the image together, fetched or not
 */
public record FetchStats(
        long metadataBytes,
        long blobRequests,
        long blobBytes,
        long chunksFetched,
        long chunksFromCache,
        long cacheWriteFailures,
        long imageBytes) {

    /** Returns the sum of the costs of reading two images. */
    FetchStats plus(FetchStats other) {
        return new FetchStats(
                metadataBytes + other.metadataBytes,
                blobRequests + other.blobRequests,
                blobBytes + other.blobBytes,
                chunksFetched + other.chunksFetched,
                chunksFromCache + other.chunksFromCache,
                cacheWriteFailures + other.cacheWriteFailures,
                imageBytes + other.imageBytes);
    }
}
