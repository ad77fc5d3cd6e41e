package dev.nydusview.extract;

import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.Xattr;
import java.util.List;

/** One place in the tree with the attributes of what is there. */
public record Entry(TreePath path, Inode inode, List<Xattr> xattrs) {}
