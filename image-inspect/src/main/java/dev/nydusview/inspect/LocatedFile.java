package dev.nydusview.inspect;

import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.path.EntryPath;

/**
 * A file that a path leads to.
 *
 * @param path path of the file, without "..", and without symbolic links
 * @param parent inode number of its directory; the root's is the root
 */
public record LocatedFile(EntryPath path, Inode inode, long parent) {}
