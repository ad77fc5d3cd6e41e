package dev.nydusview.fuse;

/**
 * Who asks for a file.
 *
 * @param pid process id; 0 if the kernel itself asks
 * @param path the path that was asked for, for people to read
 */
public record Caller(int pid, String path) {}
