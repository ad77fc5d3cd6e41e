package dev.nydusview.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nydusview.base.SafeText;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a listing, as JSON has it.
 *
 * @param path absolute, escaped as {@link SafeText} does, so that commands take it back
 * @param type such as {@code regular} or {@code character_device}
 * @param mode permission bits in octal, with set-uid, set-gid and sticky bit
 * @param mtime in ISO 8601
 * @param target path of a symbolic link, escaped; left out for other types
 * @param device {@code major:minor} of a device; left out for other types
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Entry(
        String path,
        String type,
        String mode,
        long uid,
        long gid,
        long nlink,
        long size,
        String mtime,
        long inode,
        @Nullable String target,
        @Nullable String device) {

    /** Returns the entry for {@code inode} at the escaped {@code path}. */
    public static Entry of(String path, Inode inode, InodeTree tree) throws IOException {
        return new Entry(
                path,
                Attributes.typeName(inode.type()),
                Attributes.permissions(inode.mode()),
                inode.uid(),
                inode.gid(),
                inode.nlink(),
                inode.size(),
                Attributes.mtime(inode),
                inode.number(),
                inode.type() == FileType.SYMLINK
                        ? SafeText.escape(tree.symlinkTarget(inode).bytes())
                        : null,
                inode.type().isDevice() ? Attributes.device(inode) : null);
    }
}
