package dev.nydusview.inspect.diff;

/**
 * Sums of the differences between two images.
 *
 * @param unknown changed files whose content may be the same: the images' digests cannot be compared
 * @param addedBytes size of the regular files that only the second image has
 * @param removedBytes size of the regular files that only the first image has
 * @param newChunks chunks of the second image that the first does not have; all of them if digests cannot be compared
 * @param newStoredBytes bytes that they are stored in, as recorded: what a pull of the second image adds; of chunks in
 * a batch nothing is recorded
 * @param comparable true if chunk digests of the two can be compared: same algorithm and chunk size
 */
public record DiffSummary(
        long added,
        long removed,
        long changed,
        long unknown,
        long addedBytes,
        long removedBytes,
        long newChunks,
        long newStoredBytes,
        boolean comparable) {}
