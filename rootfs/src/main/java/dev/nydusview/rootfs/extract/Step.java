package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.Inode;
import org.jspecify.annotations.Nullable;

/**
 * One step of a walk through a tree.
 *
 * @param first for {@link Kind#LINK} the place where the same inode was met first
 * @param data for {@link Kind#FILE} its bytes
 */
record Step(Kind kind, TreePath path, Inode inode, @Nullable TreePath first, @Nullable FileData data) {
    enum Kind {
        ENTER,
        LEAVE,
        FILE,
        SYMLINK,
        SPECIAL,
        LINK
    }

    Step(Kind kind, TreePath path, Inode inode) {
        this(kind, path, inode, null, null);
    }

    Step with(FileData data) {
        return new Step(kind, path, inode, first, data);
    }
}
