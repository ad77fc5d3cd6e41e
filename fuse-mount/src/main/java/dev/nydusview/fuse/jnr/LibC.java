package dev.nydusview.fuse.jnr;

import jnr.ffi.annotations.In;
import jnr.ffi.annotations.SaveError;

/** The functions of the C library that the engine calls. */
public interface LibC {
    /** Lazy unmount: out of the tree at once, ended with its last user. */
    int MNT_DETACH = 2;

    @SaveError
    int umount2(@In byte[] target, int flags);

    int geteuid();
}
