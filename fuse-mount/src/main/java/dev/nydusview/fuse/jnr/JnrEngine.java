package dev.nydusview.fuse.jnr;

import static java.util.Objects.requireNonNull;

import dev.nydusview.base.CurrentUser;
import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.fuse.MountEngine;
import dev.nydusview.fuse.MountException;
import dev.nydusview.fuse.MountOptions;
import dev.nydusview.fuse.PathLimit;
import dev.nydusview.linux.LibC;
import dev.nydusview.linux.Unmounting;
import java.io.IOException;
import java.nio.file.Path;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;

/** The engine on libfuse 2: its high-level interface, on threads of the JVM. */
public final class JnrEngine implements MountEngine {
    private final LibFuse libfuse;
    private final Operations operations;
    private final OperationTable table;
    private @Nullable Pointer fuse;
    private @Nullable Pointer mountPoint;
    private @Nullable PathLimit limit;

    private JnrEngine(LibFuse libfuse) {
        this.libfuse = libfuse;
        this.operations = new Operations(libfuse, LibC.load().getpagesize());
        this.table = new OperationTable(operations);
    }

    /** Makes an engine; if libfuse is missing, the exception tells what to install. */
    public static JnrEngine create() throws MountException {
        return new JnrEngine(loadLibFuse());
    }

    private static LibFuse loadLibFuse() throws MountException {
        try {
            return LibFuse.load();
        } catch (LinkageError e) {
            throw new MountException(
                    "libfuse 2 (libfuse.so.2) is not installed: install it, on Debian and Ubuntu with"
                            + " \"apt-get install libfuse2\" (libfuse2t64 on newer releases), on Fedora \"dnf install fuse-libs\"",
                    e);
        }
    }

    @Override
    public void mount(Path directory, MountOptions options) throws MountException {
        Runtime runtime = Runtime.getSystemRuntime();
        ArgumentVector arguments = new ArgumentVector(MountArguments.of(directory, options, isRoot()));
        Pointer mountPointResult = Memory.allocateDirect(runtime, runtime.addressSize(), true);
        Pointer threadsResult = Memory.allocateDirect(runtime, Integer.BYTES, true);
        Pointer session = libfuse.fuse_setup(
                arguments.size(),
                arguments.vector(),
                table.memory(),
                table.size(),
                mountPointResult,
                threadsResult,
                null);
        if (session == null) {
            throw new MountException("cannot mount on " + directory
                    + "; libfuse prints the reason above. Mounting needs root, or the setuid helper fusermount "
                    + "(package fuse3 or fuse) and permission to use /dev/fuse; --allow-other without root needs "
                    + "user_allow_other in /etc/fuse.conf");
        }
        fuse = session;
        mountPoint = mountPointResult.getPointer(0);
        limit = new PathLimit(directory);
    }

    private static boolean isRoot() throws MountException {
        try {
            return CurrentUser.id() == 0;
        } catch (IOException e) {
            throw new MountException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void serve(ImageFileSystem fileSystem) {
        operations.serve(fileSystem, requireNonNull(limit, "mounted"));
        Pointer mounted = requireNonNull(fuse, "mounted");
        new SessionLoop(libfuse, libfuse.fuse_get_session(mounted)).run();
        tearDown(mounted, requireNonNull(mountPoint, "mounted"));
    }

    @Override
    public void discard() {
        tearDown(requireNonNull(fuse, "mounted"), requireNonNull(mountPoint, "mounted"));
    }

    /**
     * Does the work of fuse_teardown, which complains where several mounts in one process share its signal handlers.
     */
    private void tearDown(Pointer mounted, Pointer directory) {
        Pointer session = libfuse.fuse_get_session(mounted);
        libfuse.fuse_unmount(directory, libfuse.fuse_session_next_chan(session, null));
        libfuse.fuse_destroy(mounted);
    }

    @Override
    public void unmount(Path directory, boolean lazy) throws IOException {
        Unmounting.unmount(directory, lazy);
    }
}
