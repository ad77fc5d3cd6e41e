package dev.nydusview.inspect.tree;

/**
 * Sums over a directory and everything below it. A file with several names, and a chunk that is used in several places,
 * counts where the walk meets it first, so that the numbers of directories add up.
 *
 * @param path escaped
 * @param depth 0 for the directory that was asked about
 * @param bytes size of regular files
 * @param stored bytes that a blob stores for them, as far as the image says where; parts of a gzip stream overlap a bit
 * @param files everything but directories
 */
public record DirectoryUsage(String path, int depth, long bytes, long stored, long files, long directories) {}
