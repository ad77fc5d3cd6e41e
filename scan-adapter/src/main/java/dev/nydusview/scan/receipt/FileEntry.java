package dev.nydusview.scan.receipt;

/**
 * A file that a scanner has opened.
 *
 * @param path from the root of the image
 * @param size bytes
 * @param mode permission bits, in octal
 * @param kind by its first bytes
 * @param opens number of opens
 * @param bytes requested bytes
 */
public record FileEntry(String path, long size, String mode, String kind, int opens, long bytes) {}
