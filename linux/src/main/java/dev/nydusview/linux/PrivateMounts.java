package dev.nydusview.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A mount namespace of this process's own, mount_namespaces(7). Mounts in it are seen by tasks that run in it, and by
 * programs that were started from there; they are gone with the last of these, however they end.
 */
public final class PrivateMounts implements AutoCloseable {
    private final ExecutorService thread;

    private PrivateMounts(ExecutorService thread) {
        this.thread = thread;
    }

    /**
     * Opens a new namespace; empty if the system does not allow that, as it does to root and CAP_SYS_ADMIN only. Other
     * FUSE mounts are not taken along, as they could not end as long as there are copies of them.
     *
     * @param needed files and directories that are to be seen in the namespace, wherever they are mounted
     */
    public static Optional<PrivateMounts> open(Collection<Path> needed) throws InterruptedException {
        PrivateMounts mounts = new PrivateMounts(Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "private-mounts");
            thread.setDaemon(true);
            return thread;
        }));
        try {
            if (mounts.call(() -> enter(needed))) {
                return Optional.of(mounts);
            }
        } catch (ExecutionException e) {
            // The C library lacks a function: the system does not allow it either.
        }
        mounts.close();
        return Optional.empty();
    }

    /** Enters a new namespace, which belongs to this thread, and to the threads and processes that it starts. */
    private static boolean enter(Collection<Path> needed) throws IOException {
        LibC libc = LibC.load();
        byte[] root = CLibrary.terminated(Path.of("/"));
        boolean entered = libc.unshare(LibC.CLONE_NEWNS) == 0
                && libc.mount(root, root, null, LibC.MS_REC | LibC.MS_SLAVE, null) == 0;
        if (entered) {
            for (Path point : foreign(MountTable.ofThread().entries(), needed)) {
                libc.umount2(CLibrary.terminated(point), LibC.MNT_DETACH);
            }
        }
        return entered;
    }

    /**
     * Returns the places of FUSE mounts in {@code mounts} that hold none of the {@code needed} paths, innermost first.
     */
    public static List<Path> foreign(List<MountEntry> mounts, Collection<Path> needed) {
        List<Path> foreign = new ArrayList<>();
        for (MountEntry mount : mounts) {
            if (mount.isFuse() && needed.stream().noneMatch(path -> path.startsWith(mount.point()))) {
                foreign.add(0, mount.point());
            }
        }
        return foreign;
    }

    /** Runs {@code task} on the single thread in the namespace. */
    public <T> T call(Callable<T> task) throws ExecutionException, InterruptedException {
        return thread.submit(task).get();
    }

    /** Ends the thread; the namespace lives on while something runs in it. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
