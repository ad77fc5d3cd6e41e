package dev.nydusview.rootfs;

/**
 * Limits of the size of one image, on disk or in an archive.
 *
 * @param bytes of all its files together, as far as they are written, or of all its unpacked layers
 * @param entries directories, files, links and devices together
 * @param moreBytes what the user can do if it needs more bytes, such as {@code allow more with --max-size}
 * @param moreEntries the same for entries
 */
public record ImageLimits(long bytes, long entries, String moreBytes, String moreEntries) {}
