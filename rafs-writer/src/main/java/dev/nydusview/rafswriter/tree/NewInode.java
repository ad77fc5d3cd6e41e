package dev.nydusview.rafswriter.tree;

import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that is not in the image that is changed.
 *
 * @param attributes its number, offset, link count and blocks do not count
 * @param target of a symlink, else null
 * @param chunks of a regular file, in file order
 */
public record NewInode(Inode attributes, @Nullable RawName target, List<Xattr> xattrs, List<ChunkRecord> chunks) {
    /** Returns a file that has neither a target nor chunks. */
    public static NewInode of(Inode attributes, List<Xattr> xattrs) {
        return new NewInode(attributes, null, xattrs, List.of());
    }
}
