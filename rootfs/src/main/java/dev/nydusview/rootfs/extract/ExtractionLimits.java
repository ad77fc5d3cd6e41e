package dev.nydusview.rootfs.extract;

/**
 * Limits of one extraction.
 *
 * @param bytes of file data that are written; holes count only where they are written as zeros
 * @param entries directories, files, links and devices
 * @param moreBytes what the user can do if the extraction needs more, such as {@code allow more with --max-size}
 * @param moreEntries the same for entries
 */
public record ExtractionLimits(long bytes, long entries, String moreBytes, String moreEntries) {}
