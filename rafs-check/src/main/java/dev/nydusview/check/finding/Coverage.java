package dev.nydusview.check.finding;

/**
 * Counts of the checked inodes and entries of an image.
 *
 * @param inodes inodes, each counted once however many names it has
 * @param entries names in directories, without "." and ".."
 */
public record Coverage(long inodes, long entries) {}
