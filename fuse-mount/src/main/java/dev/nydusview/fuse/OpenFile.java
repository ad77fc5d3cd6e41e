package dev.nydusview.fuse;

import dev.nydusview.rafs.model.Inode;

/** A regular file that is open, and the listener to its reads. */
public record OpenFile(Inode inode, FileListener listener) {}
