package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.Xattr;
import java.util.List;

/** One place in the tree with the attributes of what is there. */
public record Entry(TreePath path, Inode inode, List<Xattr> xattrs) {}
