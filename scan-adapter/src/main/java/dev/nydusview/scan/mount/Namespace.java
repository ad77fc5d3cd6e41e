package dev.nydusview.scan.mount;

import dev.nydusview.fuse.MountException;
import dev.nydusview.linux.PrivateMounts;
import dev.nydusview.scan.run.Launcher;
import dev.nydusview.scan.run.ProgramPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The mount namespace in which a scan mounts and starts programs: one of its own if the system allows that. */
final class Namespace implements AutoCloseable {
    private final @Nullable PrivateMounts mounts;

    private Namespace(@Nullable PrivateMounts mounts) {
        this.mounts = mounts;
    }

    /** Opens a namespace in which {@code needed} files and directories are seen wherever they are mounted. */
    static Namespace open(Collection<Path> needed) throws InterruptedException {
        return new Namespace(PrivateMounts.open(needed).orElse(null));
    }

    /** Tests whether mounts of this namespace are invisible outside of it. */
    boolean isPrivate() {
        return mounts != null;
    }

    /** A launcher of programs that see the mounts of this namespace. */
    Launcher launcher(ProgramPath path) throws IOException, InterruptedException {
        return new Launcher(mounts, path);
    }

    /** Runs a task on a thread that sees the mounts of this namespace. */
    <T> T call(Callable<T> task) throws IOException, InterruptedException {
        try {
            return mounts == null ? task.call() : mounts.call(task);
        } catch (ExecutionException e) {
            throw asIOException(e.getCause() == null ? e : e.getCause());
        } catch (Exception e) {
            throw asIOException(e);
        }
    }

    private static IOException asIOException(Throwable failure) throws InterruptedException {
        if (failure instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        return failure instanceof IOException known ? known : new MountException(String.valueOf(failure), failure);
    }

    @Override
    public void close() {
        if (mounts != null) {
            mounts.close();
        }
    }
}
