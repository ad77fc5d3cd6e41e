package dev.nydusview.rootfs.extract.tree;

import dev.nydusview.linux.Posix;
import dev.nydusview.linux.PosixException;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.Xattr;
import dev.nydusview.rootfs.extract.Entry;
import dev.nydusview.rootfs.extract.Omissions;
import dev.nydusview.rootfs.extract.Omissions.Kind;
import dev.nydusview.rootfs.extract.TreePath;

/** What a new entry gets besides its name and its bytes, as far as the system lets this user. */
final class Attributes {
    static final int OWNER_ALL = 0700;
    private static final int PERMISSIONS = 07777;
    private static final int SET_ID = 06000;

    private final Omissions omissions = new Omissions();
    private final boolean everything;
    private final long user;
    private final long group;

    Attributes(Posix posix, boolean everything) {
        this.everything = everything;
        this.user = posix.user();
        this.group = posix.group();
    }

    /** How attributes of one entry are set: through a descriptor, or by name. */
    interface Target {
        void owner(long uid, long gid) throws PosixException;

        void xattr(byte[] name, byte[] value) throws PosixException;
    }

    /** Something that the system may refuse. */
    @FunctionalInterface
    interface Call {
        void run() throws PosixException;
    }

    Omissions omissions() {
        return omissions;
    }

    /** Sets owner and extended attributes: before the mode, which a change of owner alters. */
    void apply(Entry entry, Target target) throws PosixException {
        Inode inode = entry.inode();
        if (everything) {
            target.owner(inode.uid(), inode.gid());
        } else if (inode.uid() != user || inode.gid() != group) {
            omissions.add(Kind.OWNER, entry.path());
        }
        for (Xattr xattr : entry.xattrs()) {
            attempt(Kind.XATTR, entry.path(), () -> target.xattr(xattr.name().bytes(), xattr.value()));
        }
    }

    /** The mode to set. */
    int mode(Entry entry) {
        int mode = entry.inode().mode() & PERMISSIONS;
        if (everything || (mode & SET_ID) == 0) {
            return mode;
        }
        omissions.add(Kind.SET_ID, entry.path());
        return mode & ~SET_ID;
    }

    /** Runs {@code call}; returns false if the system refuses it and that is no failure. */
    boolean attempt(Kind kind, TreePath path, Call call) throws PosixException {
        try {
            call.run();
            return true;
        } catch (PosixException e) {
            if (everything || !e.refused()) {
                throw e;
            }
            omissions.add(kind, path);
            return false;
        }
    }
}
