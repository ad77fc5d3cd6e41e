package dev.nydusview.rootfs.unpack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.In;

/** Runs a task as root without capabilities, like an ordinary user who owns the files that he makes; needs root. */
final class NoCapabilities {
    /** {@code _LINUX_CAPABILITY_VERSION_3}, capget(2). */
    private static final int VERSION = 0x20080522;

    private static final int HEADER = 8;
    private static final int SETS = 24;

    private NoCapabilities() {}

    /** The functions of the C library; public, as the binding is generated elsewhere. */
    public interface LibC {
        int capset(@In byte[] header, @In byte[] sets);

        int geteuid();
    }

    private static LibC libc() {
        return LibraryLoader.create(LibC.class).load("c");
    }

    static boolean isPossible() {
        return libc().geteuid() == 0;
    }

    /** Runs {@code task} on a thread of its own, which has no capabilities. */
    static <T> T with(Callable<T> task) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            return thread.submit(() -> {
                        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.nativeOrder());
                        if (libc().capset(header.putInt(VERSION).array(), new byte[SETS]) != 0) {
                            throw new IllegalStateException("capset failed");
                        }
                        return task.call();
                    })
                    .get();
        } finally {
            thread.shutdown();
        }
    }
}
