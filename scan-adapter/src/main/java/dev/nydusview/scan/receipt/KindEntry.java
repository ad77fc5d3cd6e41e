package dev.nydusview.scan.receipt;

/**
 * Files of one kind.
 *
 * @param kind such as {@code elf}, by the first bytes that were read
 * @param opened files that were opened
 * @param read files of which something was asked of the mount
 * @param bytes that were asked of them
 */
public record KindEntry(String kind, long opened, long read, long bytes) {}
