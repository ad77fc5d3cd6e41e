package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.Xattr;
import dev.nydusview.rafs.path.EntryPath;
import java.util.List;

/** A place in the tree with the attributes of its inode. */
public record TreeEntry(EntryPath path, Inode inode, List<Xattr> xattrs) {}
