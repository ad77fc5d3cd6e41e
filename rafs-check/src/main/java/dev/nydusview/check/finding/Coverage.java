package dev.nydusview.check.finding;

/**
 * How much of an image's structure was checked.
 *
 * @param inodes inodes, each counted once however many names it has
 * @param entries names in directories, without "." and ".."
 */
public record Coverage(long inodes, long entries) {}
