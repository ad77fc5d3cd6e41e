package dev.nydusview.rootfs.unpack;

import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.Handle;
import dev.nydusview.linux.Posix;
import dev.nydusview.linux.PosixException;
import dev.nydusview.rafs.RawName;
import dev.nydusview.rafs.Xattr;
import dev.nydusview.rootfs.tar.TarEntry;
import dev.nydusview.rootfs.unpack.Origin.Xattrs;

/**
 * Owner, extended attributes and mode of new entries, in this order: each call undoes parts of those after it. What the
 * system refuses is left out.
 */
final class Metadata {
    private static final int OWNER_READ = 0400;
    private static final int OWNER_ALL = 0700;

    private final boolean root;

    Metadata(Posix posix) {
        this.root = posix.isRoot();
    }

    /** Something that the system may refuse. */
    @FunctionalInterface
    private interface Call {
        void run() throws PosixException;
    }

    /** Runs {@code call}; returns false if the system refuses it. */
    private static boolean attempt(Call call) throws PosixException {
        try {
            call.run();
            return true;
        } catch (PosixException e) {
            if (!e.refused()) {
                throw e;
            }
            return false;
        }
    }

    /** Sets an extended attribute; some file systems say that they are full when all they lack is room for one. */
    private static boolean attemptXattr(Call call) throws PosixException {
        try {
            return attempt(call);
        } catch (PosixException e) {
            if (!e.tooLarge() && !e.full()) {
                throw e;
            }
            return false;
        }
    }

    /** Sets all metadata but the time; returns what became of the extended attributes. */
    Xattrs apply(TarEntry entry, Handle handle) throws PosixException {
        owner(() -> handle.owner(entry.uid(), entry.gid()));
        boolean whole = true;
        for (Xattr xattr : entry.xattrs()) {
            whole &= attemptXattr(() -> handle.xattr(xattr.name().bytes(), xattr.value()));
        }
        handle.permissions(mode(entry));
        return xattrs(entry, whole);
    }

    /** Does the same for a symbolic link, which cannot be opened and does not have a mode. */
    Xattrs apply(TarEntry entry, DirectoryHandle place, RawName name) throws PosixException {
        owner(() -> place.owner(name.bytes(), entry.uid(), entry.gid()));
        boolean whole = true;
        for (Xattr xattr : entry.xattrs()) {
            whole &= attemptXattr(() -> place.xattr(name.bytes(), xattr.name().bytes(), xattr.value()));
        }
        return xattrs(entry, whole);
    }

    /**
     * Applies what differs in a hard link's entry: as with docker and containerd, the file is as the entry of its last
     * name has it. An owner that is the same is not set again, as that would take capabilities away.
     *
     * @param first what the image said of the file before
     * @return what the image says of the file now
     */
    Origin applyLinked(TarEntry entry, Origin first, DirectoryHandle place, RawName name) throws PosixException {
        boolean moved = entry.uid() != first.uid() || entry.gid() != first.gid();
        if (moved) {
            owner(() -> place.owner(name.bytes(), entry.uid(), entry.gid()));
        }
        boolean whole = first.xattrs() != Xattrs.LOST;
        for (Xattr xattr : entry.xattrs()) {
            whole &= attemptXattr(() -> place.xattr(name.bytes(), xattr.name().bytes(), xattr.value()));
        }
        boolean symlink = first.type() == TarEntry.Type.SYMLINK;
        int mode = symlink ? first.mode() : entry.mode();
        if (!symlink && (moved || mode != first.mode())) {
            place.permissions(name.bytes(), mode(entry));
        }
        Xattrs xattrs = entry.xattrs().isEmpty() ? first.xattrs() : whole ? Xattrs.KEPT : Xattrs.LOST;
        return new Origin(
                first.type(), mode, entry.uid(), entry.gid(), first.major(), first.minor(), xattrs, first.sha256());
    }

    private static Xattrs xattrs(TarEntry entry, boolean whole) {
        if (entry.xattrs().isEmpty()) {
            return Xattrs.NONE;
        }
        return whole ? Xattrs.KEPT : Xattrs.LOST;
    }

    private void owner(Call call) throws PosixException {
        if (root) {
            boolean ignored = attempt(call); // how it came out is seen at the end
        }
    }

    private int mode(TarEntry entry) {
        int readable = entry.mode() | (entry.type() == TarEntry.Type.DIRECTORY ? OWNER_ALL : OWNER_READ);
        return root ? entry.mode() : readable;
    }
}
