package dev.nydusview.fuse.jnr;

import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.Struct;
import ru.serce.jnrfuse.struct.FuseOperations;

/**
 * The {@code struct fuse_operations} that libfuse is given. Its layout is jnr-fuse's; the pointers in it lead to our
 * own callbacks, which take paths as bytes. Operations that are not set do not exist for libfuse, writing ones
 * among them: the kernel refuses those itself on a read-only mount.
 */
final class OperationTable {
    /**
     * Reads and listings are told the handle and need no path: the bits {@code flag_nullpath_ok} and {@code
     * flag_nopath}.
     */
    private static final int NO_PATH_NEEDED = 1 | 2;

    private final Runtime runtime = Runtime.getSystemRuntime();
    private final FuseOperations layout = new FuseOperations(runtime);
    private final Pointer memory = Struct.getMemory(layout);

    /** Native code does not hold references: its callbacks must stay reachable from here. */
    private final List<Object> callbacks = new ArrayList<>();

    OperationTable(Operations operations) {
        memory.setMemory(0, Struct.size(layout), (byte) 0);
        set(layout.getattr.offset(), Callbacks.GetAttr.class, operations::getattr);
        set(layout.readlink.offset(), Callbacks.ReadLink.class, operations::readlink);
        set(layout.open.offset(), Callbacks.Open.class, operations::open);
        set(layout.read.offset(), Callbacks.Read.class, operations::read);
        set(layout.statfs.offset(), Callbacks.StatFs.class, operations::statfs);
        set(layout.release.offset(), Callbacks.Release.class, operations::release);
        set(layout.getxattr.offset(), Callbacks.GetXattr.class, operations::getxattr);
        set(layout.listxattr.offset(), Callbacks.ListXattr.class, operations::listxattr);
        set(layout.opendir.offset(), Callbacks.OpenDir.class, operations::opendir);
        set(layout.readdir.offset(), Callbacks.ReadDir.class, operations::readdir);
        set(layout.releasedir.offset(), Callbacks.Release.class, operations::releasedir);
        memory.putInt(layout.bmap.offset() + runtime.addressSize(), NO_PATH_NEEDED);
    }

    private <T> void set(long offset, Class<T> type, T callback) {
        callbacks.add(callback);
        memory.putPointer(offset, runtime.getClosureManager().getClosurePointer(type, callback));
    }

    Pointer memory() {
        return memory;
    }

    long size() {
        return Struct.size(layout);
    }
}
