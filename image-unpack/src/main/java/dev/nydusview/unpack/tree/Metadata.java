package dev.nydusview.unpack.tree;

import dev.nydusview.extract.posix.DirectoryHandle;
import dev.nydusview.extract.posix.Handle;
import dev.nydusview.extract.posix.Posix;
import dev.nydusview.extract.posix.PosixException;
import dev.nydusview.rafs.RawName;
import dev.nydusview.rafs.Xattr;
import dev.nydusview.unpack.tar.TarEntry;
import java.util.EnumMap;
import java.util.Map;

/** Owner, extended attributes and mode of new entries, in this order: each call undoes parts of those after it. */
final class Metadata {
    private static final int OWNER_READ = 0400;
    private static final int OWNER_ALL = 0700;

    private final Map<Omission, Long> omissions = new EnumMap<>(Omission.class);
    private final boolean root;
    private final long user;
    private final long group;

    Metadata(Posix posix) {
        this.root = posix.isRoot();
        this.user = posix.user();
        this.group = posix.group();
    }

    /** Something that the system may refuse. */
    @FunctionalInterface
    interface Call {
        void run() throws PosixException;
    }

    Map<Omission, Long> omissions() {
        return new EnumMap<>(omissions);
    }

    void count(Omission omission) {
        omissions.merge(omission, 1L, Long::sum);
    }

    /** Runs {@code call}; returns false if the system refuses it. */
    boolean attempt(Omission omission, Call call) throws PosixException {
        try {
            call.run();
            return true;
        } catch (PosixException e) {
            // Some file systems say that they are full when all they lack is room for attributes.
            boolean roomless = omission == Omission.XATTR && (e.tooLarge() || e.full());
            if (!e.refused() && !roomless) {
                throw e;
            }
            count(omission);
            return false;
        }
    }

    /** Sets all but the time. */
    void apply(TarEntry entry, Handle handle) throws PosixException {
        owner(entry, () -> handle.owner(entry.uid(), entry.gid()));
        for (Xattr xattr : entry.xattrs()) {
            attempt(Omission.XATTR, () -> handle.xattr(xattr.name().bytes(), xattr.value()));
        }
        handle.permissions(mode(entry));
    }

    /** The same of an entry that cannot be opened; a symbolic link has no mode. */
    void apply(TarEntry entry, DirectoryHandle place, RawName name) throws PosixException {
        owner(entry, () -> place.owner(name, entry.uid(), entry.gid()));
        for (Xattr xattr : entry.xattrs()) {
            attempt(Omission.XATTR, () -> place.xattr(name, xattr.name().bytes(), xattr.value()));
        }
        if (entry.type() != TarEntry.Type.SYMLINK) {
            place.permissions(name, mode(entry));
        }
    }

    private void owner(TarEntry entry, Call call) throws PosixException {
        if (root) {
            attempt(Omission.OWNER, call);
        } else if (entry.uid() != user || entry.gid() != group) {
            count(Omission.OWNER);
        }
    }

    private int mode(TarEntry entry) {
        int readable = entry.mode() | (entry.type() == TarEntry.Type.DIRECTORY ? OWNER_ALL : OWNER_READ);
        if (root || readable == entry.mode()) {
            return entry.mode();
        }
        count(Omission.MODE);
        return readable;
    }
}
