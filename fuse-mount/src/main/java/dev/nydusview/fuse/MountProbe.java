package dev.nydusview.fuse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until a mount answers: asks the kernel for the attributes of its root. */
final class MountProbe {
    private static final int TIMEOUT_SECONDS = 20;

    private MountProbe() {}

    /**
     * Returns once the root of the mount answers. {@code ended} completes if the mount ends first. A thread of its own
     * asks, as the call blocks for as long as the mount is not served.
     */
    static void await(Path directory, long root, CompletableFuture<Void> ended) throws MountException {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        Thread thread = new Thread(() -> ask(directory, root, answered), "mount-probe");
        thread.setDaemon(true);
        thread.start();
        try {
            CompletableFuture.anyOf(answered, ended).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (!answered.isDone()) {
                throw new MountException("the mount on " + directory + " ended before it was usable");
            }
        } catch (TimeoutException e) {
            throw new MountException(
                    "the mount on " + directory + " does not answer after " + TIMEOUT_SECONDS + " seconds", e);
        } catch (ExecutionException e) {
            throw new MountException(
                    "the mount on " + directory + " does not answer: "
                            + (e.getCause() == null ? e : e.getCause()).getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MountException("interrupted while mounting on " + directory, e);
        }
    }

    private static void ask(Path directory, long root, CompletableFuture<Void> answered) {
        try {
            long inode = ((Number) Files.getAttribute(directory, "unix:ino")).longValue();
            if (inode != root) {
                throw new IOException("its root has inode number " + inode + ", not the image's " + root);
            }
            answered.complete(null);
        } catch (IOException | RuntimeException e) {
            answered.completeExceptionally(e);
        }
    }
}
