package dev.nydusview.rootfs.unpack;

import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.Handle;
import dev.nydusview.linux.Posix;
import dev.nydusview.linux.PosixException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rootfs.attributes.AttributeTarget;
import dev.nydusview.rootfs.attributes.AttributeWriter;
import dev.nydusview.rootfs.attributes.FileAttributes;
import dev.nydusview.rootfs.tar.TarEntry;
import dev.nydusview.rootfs.unpack.FileMetadata.Xattrs;

/** Attributes of unpacked files, as far as the system lets this user set them: refused ones are left out. */
final class UnpackedAttributes {
    private static final int OWNER_READ = 0400;
    private static final int OWNER_ALL = 0700;

    private final AttributeWriter writer = new AttributeWriter(false);
    private final boolean root;

    UnpackedAttributes(Posix posix) {
        this.root = posix.isRoot();
    }

    /** Sets all attributes; returns the state of the extended ones. */
    Xattrs apply(TarEntry entry, Handle handle) throws PosixException {
        return apply(entry, attributes(entry).withMode(mode(entry)), AttributeTarget.of(handle));
    }

    /** Sets the attributes of a symbolic link, which cannot be opened and does not have a mode. */
    Xattrs apply(TarEntry entry, DirectoryHandle place, RawName name) throws PosixException {
        return apply(entry, attributes(entry), AttributeTarget.of(place, name));
    }

    /**
     * Returns the attributes to set. A refused owner is not recorded here: the record of the tree compares owners with
     * the image's.
     */
    private FileAttributes attributes(TarEntry entry) {
        FileAttributes attributes = FileAttributes.of(entry.xattrs());
        return root ? attributes.withOwner(entry.uid(), entry.gid()) : attributes;
    }

    private Xattrs apply(TarEntry entry, FileAttributes attributes, AttributeTarget target) throws PosixException {
        int refused = writer.apply(attributes, target).xattrs();
        return entry.xattrs().isEmpty() ? Xattrs.NONE : refused == 0 ? Xattrs.KEPT : Xattrs.LOST;
    }

    /**
     * Applies the differences in a hard link's entry: as with docker and containerd, the file gets the attributes of
     * the last entry that names it. An equal owner is not set again, as that would remove capabilities.
     *
     * @param first metadata of the file before
     * @return metadata of the file now
     */
    FileMetadata applyLinked(TarEntry entry, FileMetadata first, DirectoryHandle place, RawName name)
            throws PosixException {
        boolean moved = entry.uid() != first.uid() || entry.gid() != first.gid();
        boolean symlink = first.type() == TarEntry.Type.SYMLINK;
        int mode = symlink ? first.mode() : entry.mode();
        FileAttributes attributes = moved ? attributes(entry) : FileAttributes.of(entry.xattrs());
        if (!symlink && (moved || mode != first.mode())) {
            attributes = attributes.withMode(mode(entry));
        }
        Xattrs now = apply(entry, attributes, AttributeTarget.of(place, name));
        Xattrs xattrs = now == Xattrs.NONE || first.xattrs() == Xattrs.LOST ? first.xattrs() : now;
        return new FileMetadata(
                first.type(), mode, entry.uid(), entry.gid(), first.major(), first.minor(), xattrs, first.sha256());
    }

    private int mode(TarEntry entry) {
        int readable = entry.mode() | (entry.type() == TarEntry.Type.DIRECTORY ? OWNER_ALL : OWNER_READ);
        return root ? entry.mode() : readable;
    }
}
