package dev.nydusview.inspect.find;

import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.path.EntryPath;

/** A file that conditions test; {@code depth} is 0 for the start of the search. */
record Candidate(InodeTree tree, EntryPath path, Inode inode, int depth) {}
