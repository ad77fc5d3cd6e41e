package dev.nydusview.fuse;

import dev.nydusview.rafs.model.Inode;

/** A regular file that somebody has open, and who hears what happens to it. */
public record OpenFile(Inode inode, FileListener listener) {}
