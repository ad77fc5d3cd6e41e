package dev.nydusview.fuse;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running mount. A thread of its own serves it; it ends when it is unmounted, from here or from outside, and its
 * last user is gone. Closing without unmounting first detaches it from the tree at once.
 */
public final class ImageMount implements AutoCloseable {
    private final MountEngine engine;
    private final Path directory;
    private final ReadLedger ledger;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private ImageMount(MountEngine engine, Path directory, ReadLedger ledger) {
        this.engine = engine;
        this.directory = directory;
        this.ledger = ledger;
    }

    /** Serves the mount that {@code engine} has made; returns when the kernel has answered a probe of it. */
    static ImageMount serve(MountEngine engine, Path directory, ImageFileSystem fileSystem, ReadLedger ledger)
            throws MountException {
        ImageMount mount = new ImageMount(engine, directory, ledger);
        mount.serve(fileSystem);
        try {
            MountProbe.await(directory, fileSystem.root(), mount.ended);
        } catch (MountException e) {
            mount.close();
            throw e;
        }
        return mount;
    }

    private void serve(ImageFileSystem fileSystem) {
        Thread thread = new Thread(
                () -> {
                    try {
                        engine.serve(fileSystem);
                    } finally {
                        ended.complete(null);
                    }
                },
                "mount-" + directory);
        thread.setDaemon(true);
        thread.start();
    }

    public ReadLedger ledger() {
        return ledger;
    }

    /** Returns the real path of the mount point. */
    public Path directory() {
        return directory;
    }

    /** Waits until the mount has ended, by {@link #unmount} or from outside; false if {@code timeout} passed first. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        try {
            ended.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    /**
     * Unmounts. A mount that is in use stays, and says so in the exception, unless {@code lazy}: then it leaves the
     * tree at once and ends with its last user.
     */
    public void unmount(boolean lazy) throws IOException {
        if (!ended.isDone()) {
            engine.unmount(directory, lazy);
        }
    }

    /** Unmounts lazily if still mounted; never throws. */
    @Override
    public void close() {
        try {
            unmount(true);
        } catch (IOException e) {
            // The mount has no other way to end; a process that dies takes it along.
        }
    }
}
