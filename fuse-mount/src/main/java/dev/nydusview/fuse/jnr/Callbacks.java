package dev.nydusview.fuse.jnr;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.Delegate;
import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;

/**
 * The signatures of the operations that libfuse calls. Paths and names come as pointers, not strings: they are bytes
 * in no particular encoding. Each returns 0 or a count, or a negative error number.
 */
final class Callbacks {
    private Callbacks() {}

    public interface GetAttr {
        @Delegate
        int getattr(Pointer path, Pointer stat);
    }

    public interface ReadLink {
        @Delegate
        int readlink(Pointer path, Pointer buffer, @size_t long size);
    }

    public interface Open {
        @Delegate
        int open(Pointer path, Pointer info);
    }

    public interface Read {
        @Delegate
        int read(Pointer path, Pointer buffer, @size_t long size, @off_t long offset, Pointer info);
    }

    public interface StatFs {
        @Delegate
        int statfs(Pointer path, Pointer stat);
    }

    public interface Release {
        @Delegate
        int release(Pointer path, Pointer info);
    }

    public interface GetXattr {
        @Delegate
        int getxattr(Pointer path, Pointer name, Pointer value, @size_t long size);
    }

    public interface ListXattr {
        @Delegate
        int listxattr(Pointer path, Pointer list, @size_t long size);
    }

    public interface OpenDir {
        @Delegate
        int opendir(Pointer path, Pointer info);
    }

    public interface ReadDir {
        @Delegate
        int readdir(Pointer path, Pointer buffer, Pointer filler, @off_t long offset, Pointer info);
    }
}
