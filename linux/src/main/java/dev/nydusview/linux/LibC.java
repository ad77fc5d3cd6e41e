package dev.nydusview.linux;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.SaveError;
import jnr.ffi.types.u_int64_t;
import org.jspecify.annotations.Nullable;

/**
 * Functions of the C library for mounts and processes. Paths end with a NUL. Public, as the binding is generated
 * elsewhere.
 */
public interface LibC {
    /** Lazy unmount: out of the tree at once, ended with its last user. */
    int MNT_DETACH = 2;

    /** A mount namespace. */
    int CLONE_NEWNS = 0x0002_0000;

    /** A mount through which nothing can be written. */
    long MS_RDONLY = 1;

    /** A mount on which set-ID bits and capabilities of programs count for nothing. */
    long MS_NOSUID = 2;

    /** A mount whose devices cannot be opened. */
    long MS_NODEV = 4;

    /** A mount whose programs cannot be run. */
    long MS_NOEXEC = 8;

    /** A mount whose files are written at once. */
    long MS_SYNCHRONOUS = 16;

    /** A mount whose directories are written at once. */
    long MS_DIRSYNC = 128;

    /** A mount on which reading changes no time of access. */
    long MS_NOATIME = 1024;

    /** Changes the flags of an existing mount. */
    long MS_REMOUNT = 32;

    /** Shows a directory at another place; or, with MS_REMOUNT, changes the flags of this mount only. */
    long MS_BIND = 0x1000;

    /** Applies to all mounts below the target, too. */
    long MS_REC = 0x4000;

    /** Takes over mounts made outside, and passes none on to there. */
    long MS_SLAVE = 0x8_0000;

    /** Returns the binding of this process, which the first call makes. */
    static LibC load() {
        return Loaded.LIBC;
    }

    final class Loaded {
        private static final LibC LIBC = CLibrary.bind(LibC.class);

        private Loaded() {}
    }

    int getpagesize();

    /** Gives the calling thread its own copy of the namespaces and attributes in {@code flags}. */
    int unshare(int flags);

    @SaveError
    int mount(
            @In byte[] source,
            @In byte[] target,
            @In byte @Nullable [] type,
            @u_int64_t long flags,
            @Nullable Pointer data);

    @SaveError
    int umount2(@In byte[] target, int flags);

    /** Makes a named pipe, with the permissions {@code mode} less the umask. */
    @SaveError
    int mkfifo(@In byte[] path, int mode);

    /** Sends a signal to a process, or to the group {@code -pid}. */
    int kill(int pid, int signal);
}
