package dev.nydusview.fuse;

import dev.nydusview.fuse.jnr.LibC;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A mount namespace of this process's own. What is mounted in there is seen by what runs in there, and by programs that
 * were started from there; it is gone with the last of them, however they end.
 */
public final class PrivateMounts implements AutoCloseable {
    private final ExecutorService thread;

    private PrivateMounts(ExecutorService thread) {
        this.thread = thread;
    }

    /** A new namespace; empty if the system does not allow it, as it does to root and CAP_SYS_ADMIN only. */
    public static Optional<PrivateMounts> open() throws InterruptedException {
        PrivateMounts mounts = new PrivateMounts(Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "private-mounts");
            thread.setDaemon(true);
            return thread;
        }));
        try {
            if (mounts.call(PrivateMounts::enter)) {
                return Optional.of(mounts);
            }
        } catch (ExecutionException e) {
            // no such function in this C library: the system does not allow it either
        }
        mounts.close();
        return Optional.empty();
    }

    /** A namespace belongs to a thread, and to the threads and processes that it starts. */
    private static boolean enter() {
        LibC libc = LibC.load();
        byte[] none = cString("none");
        return libc.unshare(LibC.CLONE_NEWNS) == 0
                && libc.mount(none, cString("/"), null, LibC.MS_REC | LibC.MS_SLAVE, null) == 0;
    }

    /** Runs {@code task} on the one thread in the namespace. */
    public <T> T call(Callable<T> task) throws ExecutionException, InterruptedException {
        return thread.submit(task).get();
    }

    /** Ends the thread; the namespace lives on while something runs in it. */
    @Override
    public void close() {
        thread.shutdown();
    }

    private static byte[] cString(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }
}
