package dev.nydusview.fuse;

/**
 * Who asks for a file.
 *
 * @param process who it is; its id is 0 if the kernel itself asks
 * @param path the path that was asked for, for people to read
 */
public record Caller(ProcessIdentity process, String path) {}
