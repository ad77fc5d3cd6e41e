package dev.nydusview.image.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The directory of an unpacked image, which stays while this is open. */
public final class StoredImage implements Closeable {
    private final ImageStore store;
    private final LockFile use;
    private @Nullable LockFile making;
    private Path directory;

    StoredImage(ImageStore store, Path directory, @Nullable LockFile making, LockFile use) {
        this.store = store;
        this.directory = directory;
        this.making = making;
        this.use = use;
    }

    /** Tests whether the image is complete, or is to be made by the caller. */
    public boolean isComplete() {
        return making == null;
    }

    /**
     * Returns the directory, which only its owner can read. It has lock files beside the image's files. Changes with
     * {@link #commit}.
     */
    public Path directory() {
        return directory;
    }

    /** Marks the image as complete. */
    public void commit() throws IOException {
        LockFile lock = making;
        if (lock == null) {
            throw new IllegalStateException(directory + " is complete already");
        }
        Path before = directory;
        directory = store.commit(before);
        store.forget(before);
        making = null;
        Files.deleteIfExists(directory.resolve(lock.name()));
        lock.close();
    }

    /** Ends the use of an image that is complete but wrong, and removes it from the cache. */
    public void reject() throws IOException {
        Object identity = ImageStore.identity(directory);
        close();
        store.reject(directory, identity);
    }

    /** Ends the use of the image, and removes it if it was not completed. */
    @Override
    public void close() throws IOException {
        LockFile lock = making;
        if (lock != null) {
            ImageStore.remove(directory);
            lock.close();
        } else {
            Files.deleteIfExists(directory.resolve(use.name()));
        }
        store.forget(directory);
        use.close();
    }
}
