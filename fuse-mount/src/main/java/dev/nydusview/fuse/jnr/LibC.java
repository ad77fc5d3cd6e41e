package dev.nydusview.fuse.jnr;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.SaveError;
import jnr.ffi.types.u_int64_t;
import org.jspecify.annotations.Nullable;

/** The functions of the C library that the engine calls. */
public interface LibC {
    /** Lazy unmount: out of the tree at once, ended with its last user. */
    int MNT_DETACH = 2;

    /** A mount namespace. */
    int CLONE_NEWNS = 0x0002_0000;

    /** Nothing can be written through the mount. */
    long MS_RDONLY = 1;

    /** Set-ID bits and capabilities of its programs count for nothing. */
    long MS_NOSUID = 2;

    /** Its devices cannot be opened. */
    long MS_NODEV = 4;

    /** Its programs cannot be run. */
    long MS_NOEXEC = 8;

    /** Other flags for a mount that is there. */
    long MS_REMOUNT = 32;

    /** A directory at another place; or, with the one before, flags of this mount only. */
    long MS_BIND = 0x1000;

    /** For all mounts below the target, too. */
    long MS_REC = 0x4000;

    /** Takes over what is mounted outside, and passes nothing on to there. */
    long MS_SLAVE = 0x8_0000;

    /** The binding, which is made once: that takes long. */
    static LibC load() {
        return Loaded.LIBC;
    }

    final class Loaded {
        private static final LibC LIBC =
                LibraryLoader.create(LibC.class).failImmediately().load("c");

        private Loaded() {}
    }

    @SaveError
    int umount2(@In byte[] target, int flags);

    int geteuid();

    int getpagesize();

    /** Gives the calling thread what {@code flags} say of its own. */
    int unshare(int flags);

    int mount(
            @In byte[] source,
            @In byte[] target,
            @In byte @Nullable [] type,
            @u_int64_t long flags,
            @Nullable Pointer data);
}
