package dev.nydusview.fuse;

import dev.nydusview.rafs.Inode;

/** A regular file that somebody has open. */
public record OpenFile(Inode inode, Caller caller) {}
