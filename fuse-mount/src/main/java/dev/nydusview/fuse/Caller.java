package dev.nydusview.fuse;

/**
 * Origin of a request for a file.
 *
 * @param process one that asks; its id is 0 if the kernel itself does
 * @param path of the file in the image, for people to read
 */
public record Caller(ProcessIdentity process, String path) {}
