package dev.nydusview.inspect;

import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.path.EntryPath;

/**
 * What a path leads to.
 *
 * @param path where it is, without "..", and without symbolic links on the way
 * @param parent number of the directory that it is in; the root's is the root
 */
public record Located(EntryPath path, Inode inode, long parent) {}
