package dev.nydusview.scan.access;

/**
 * A request of a scanner that failed.
 *
 * @param path in the image, for people to read
 * @param offset in the file; -1 if it was the open, or metadata
 * @param process id of the process that asked
 * @param cause in a sentence
 */
public record FailedRead(String path, long offset, int process, String cause) {
    /** Offset of failures that do not concern data. */
    public static final long NO_OFFSET = -1;
}
