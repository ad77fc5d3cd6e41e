package dev.nydusview.unpack;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jnr.ffi.LibraryLoader;

/** Does something as another user for the file system, without the capabilities of root there; needs root. */
final class FileSystemUser {
    private static final int NOBODY = 65534;

    private FileSystemUser() {}

    /** The functions of the C library; public, as the binding is generated elsewhere. */
    public interface LibC {
        int setfsuid(int user);

        int geteuid();
    }

    private static LibC libc() {
        return LibraryLoader.create(LibC.class).load("c");
    }

    static boolean isPossible() {
        return libc().geteuid() == 0;
    }

    /** Runs {@code task} on a thread of its own, which has that user only for itself. */
    static <T> T as(Callable<T> task) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            return thread.submit(() -> {
                        libc().setfsuid(NOBODY);
                        return task.call();
                    })
                    .get();
        } finally {
            thread.shutdown();
        }
    }
}
