package dev.nydusview.rootfs.tar;

import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import java.util.List;

/**
 * An entry of a tar archive as its headers state it.
 *
 * @param name path of any bytes but NUL
 * @param linkTarget of a hard or symbolic link; empty for others
 * @param mode permission bits, set-user-ID, set-group-ID and sticky bit
 * @param uid unsigned 32 bits, as {@code gid}
 * @param mtime seconds since 1970, with {@code mtimeNanos} after them
 * @param size bytes of content
 * @param deviceMajor of a device, as {@code deviceMinor}
 */
public record TarEntry(
        Type type,
        RawName name,
        RawName linkTarget,
        int mode,
        long uid,
        long gid,
        long mtime,
        int mtimeNanos,
        long size,
        long deviceMajor,
        long deviceMinor,
        List<Xattr> xattrs) {

    /** Types of entries, in the order of their type flags. */
    public enum Type {
        FILE('0'),
        HARD_LINK('1'),
        SYMLINK('2'),
        CHARACTER_DEVICE('3'),
        BLOCK_DEVICE('4'),
        DIRECTORY('5'),
        FIFO('6');

        private final char flag;

        Type(char flag) {
            this.flag = flag;
        }

        char flag() {
            return flag;
        }

        boolean isLink() {
            return this == SYMLINK || this == HARD_LINK;
        }

        boolean isDevice() {
            return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
        }
    }

    public TarEntry {
        xattrs = List.copyOf(xattrs);
    }
}
