package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.path.EntryPath;
import org.jspecify.annotations.Nullable;

/**
 * One step of a walk through a tree.
 *
 * @param first for {@link Kind#LINK} the place where the same inode was met first
 * @param chunks for {@link Kind#FILE} its chunks
 */
record WalkStep(Kind kind, EntryPath path, Inode inode, @Nullable EntryPath first, @Nullable ChunkCursor chunks) {
    enum Kind {
        ENTER,
        LEAVE,
        FILE,
        SYMLINK,
        SPECIAL,
        LINK
    }

    WalkStep(Kind kind, EntryPath path, Inode inode) {
        this(kind, path, inode, null, null);
    }

    WalkStep with(ChunkCursor cursor) {
        return new WalkStep(kind, path, inode, first, cursor);
    }
}
