package dev.nydusview.fuse.kernel;

import static java.util.Objects.requireNonNull;

import dev.nydusview.base.CurrentUser;
import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.fuse.MountEngine;
import dev.nydusview.fuse.MountException;
import dev.nydusview.fuse.MountOptions;
import dev.nydusview.fuse.PathLimit;
import dev.nydusview.linux.FuseDevice;
import dev.nydusview.linux.MountHelper;
import dev.nydusview.linux.ReadAheadLimit;
import dev.nydusview.linux.Unmounting;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine on {@code /dev/fuse}: mounts by mount(2) where that is allowed, else through the helper of libfuse. */
public final class KernelEngine implements MountEngine {
    private static final String TYPE = "fuse.nydusview";

    private @Nullable FuseDevice device;
    private @Nullable MountHelper helper;
    private @Nullable PathLimit limit;

    private KernelEngine() {}

    /** Makes an engine; the first one of a process binds the functions that it needs of the C library. */
    public static KernelEngine create() throws MountException {
        try {
            FuseDevice.load();
        } catch (LinkageError e) {
            throw new MountException("the C library lacks a function that mounts need: " + e.getMessage(), e);
        }
        return new KernelEngine();
    }

    /** Tests whether this engine understands all of {@code options}, some of which are libfuse's own. */
    public static boolean understands(MountOptions options) {
        return KernelOptions.understands(options);
    }

    @Override
    public void mount(Path directory, MountOptions options) throws MountException {
        KernelOptions kernel = KernelOptions.of(options);
        try {
            mount(directory, options, kernel);
        } catch (IOException e) {
            throw refused(directory, e);
        }
        limit = new PathLimit(directory);
        ReadAheadLimit.set(directory, Limits.READ_AHEAD); // without it, reads are smaller
    }

    private void mount(Path directory, MountOptions options, KernelOptions kernel) throws IOException {
        Optional<MountHelper> found = MountHelper.find();
        if (options.autoUnmount() && found.isPresent() && CurrentUser.id() == 0) {
            mountByHelper(found.get(), directory, kernel.helper(options, true));
            return;
        }
        try {
            device = mounted(directory, options, kernel);
        } catch (IOException e) {
            mountByHelper(found.orElseThrow(() -> e), directory, kernel.helper(options, false));
        }
    }

    private static FuseDevice mounted(Path directory, MountOptions options, KernelOptions kernel) throws IOException {
        FuseDevice opened = FuseDevice.open();
        try {
            String data = kernel.data(CurrentUser.id(), CurrentUser.group());
            opened.mount(directory, options.name(), TYPE, kernel.flags(), data);
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void mountByHelper(MountHelper program, Path directory, String options) throws IOException {
        device = program.mount(directory, options);
        helper = program;
    }

    private static MountException refused(Path directory, IOException cause) {
        String reason = cause instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : String.valueOf(cause.getMessage());
        return new MountException(
                "cannot mount on " + directory + ": " + reason
                        + ". Mounting needs root, or the setuid helper fusermount3 "
                        + "(package fuse3) and permission to use /dev/fuse; --allow-other without root needs "
                        + "user_allow_other in /etc/fuse.conf",
                cause);
    }

    @Override
    public void serve(ImageFileSystem fileSystem) {
        new Session(requireNonNull(device, "mounted"), fileSystem, requireNonNull(limit, "mounted")).run();
        dismissHelper();
    }

    @Override
    public void discard() {
        requireNonNull(device, "mounted").close();
        dismissHelper();
    }

    private void dismissHelper() {
        MountHelper program = helper;
        if (program != null) {
            program.dismiss();
        }
    }

    @Override
    public void unmount(Path directory, boolean lazy) throws IOException {
        Unmounting.unmount(directory, lazy);
    }
}
