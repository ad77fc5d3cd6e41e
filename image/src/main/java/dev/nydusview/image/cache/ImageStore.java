package dev.nydusview.image.cache;

import dev.nydusview.base.Ownership;
import dev.nydusview.base.Sha256;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CacheRoot;
import dev.nydusview.linux.TreeRemoval;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Unpacked OCI images on disk, shared by processes; one of these in a process for each cache. */
public final class ImageStore {
    /*
     * Each image is a directory named after its manifest that appears whole or not at all. It is made under another
     * name, beginning with a dot, and renamed.
     *
     * Three locks, all of which end with the process that holds them, however that ends:
     * "lock" in the directory of all images is held for moments only, while names there are looked at and changed.
     * "making" in a directory is held from when that is made until it is renamed: who needs the same image waits for
     * it, and if it can be had in a directory that was not renamed, the maker is dead and the directory is refuse.
     * "use-..." in a directory is held by each process that uses the image: it is not removed meanwhile, since a
     * scanner would take what is gone for what was never there.
     *
     * The system forgets a lock as soon as its process closes any descriptor of the file. So a process never opens the
     * lock files that it holds itself: it knows them.
     */

    private static final Logger LOG = LoggerFactory.getLogger(ImageStore.class);
    static final String NEW = ".new-";
    static final String OLD = ".old-";
    static final String MAKING = "making";
    static final String USE = "use-";

    /** Between looks whether another thread is done. */
    private static final long OWN_TURN_MILLIS = 1000;

    /** Looks at an image that others still use before it is given up. */
    private static final int REJECTIONS = 30;

    private static final Map<Path, ImageStore> STORES = new ConcurrentHashMap<>();

    private final CacheLayout layout;
    private final Map<Path, Integer> own = new ConcurrentHashMap<>();

    private ImageStore(CacheLayout layout) {
        this.layout = layout;
    }

    /** The store of the cache at {@code layout}. */
    public static ImageStore of(CacheLayout layout) {
        Path place = layout.images().toAbsolutePath().normalize();
        return STORES.computeIfAbsent(place, unknown -> new ImageStore(layout));
    }

    /**
     * Opens the image whose manifest has {@code digest}, in use until it is closed. It is either complete,
     * or empty and the caller has to make it. Waits for another process that is making it.
     */
    public StoredImage open(Sha256 digest) throws IOException {
        CacheRoot.create(layout);
        Files.createDirectories(layout.images(), CacheRoot.PRIVATE_DIRECTORY);
        Ownership.require(layout.images());
        while (true) {
            Found found;
            try {
                found = exclusively(() -> find(digest));
            } finally {
                removeOld();
            }
            if (found.image() != null) {
                return found.image();
            }
            await(digest, found.making());
        }
    }

    /** An image, or else the lock file of the process that is making it; neither if that is this process. */
    private record Found(@Nullable StoredImage image, @Nullable FileChannel making) {}

    private Found find(Sha256 digest) throws IOException {
        sweep();
        Path kept = layout.image(digest);
        if (Files.exists(kept, LinkOption.NOFOLLOW_LINKS)
                && Ownership.objection(kept).isPresent()) {
            discard(kept);
        }
        if (Files.isDirectory(kept, LinkOption.NOFOLLOW_LINKS)) {
            return new Found(new StoredImage(this, kept, null, lock(kept, USE)), null);
        }
        Path other = beingMade(digest);
        if (other == null) {
            return new Found(begin(digest), null);
        }
        return new Found(null, own.containsKey(other) ? null : LockFile.open(other.resolve(MAKING)));
    }

    private void await(Sha256 digest, @Nullable FileChannel making) throws IOException {
        LOG.debug("{} is being made already", digest);
        if (making != null) {
            try (making) {
                making.lock();
            }
            return;
        }
        pause(digest.toString());
    }

    @SuppressWarnings("WaitNotInLoop") // the callers have the loop
    private synchronized void pause(String what) throws IOException {
        try {
            wait(OWN_TURN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + what);
        }
    }

    private StoredImage begin(Sha256 digest) throws IOException {
        Path directory =
                Files.createTempDirectory(layout.images(), NEW + digest.hex() + "-", CacheRoot.PRIVATE_DIRECTORY);
        return new StoredImage(this, directory, lock(directory, MAKING), lock(directory, USE));
    }

    /** The directory in which a process that is alive makes the image; null if none does. */
    private @Nullable Path beingMade(Sha256 digest) throws IOException {
        return CacheRoot.entries(layout.images()).stream()
                .filter(entry -> entry.getFileName().toString().startsWith(NEW + digest.hex()))
                .findFirst()
                .orElse(null);
    }

    /** Gives {@code directory} its final name. */
    Path commit(Path directory) throws IOException {
        String name = directory.getFileName().toString();
        Path kept = layout.images().resolve(name.substring(NEW.length(), name.lastIndexOf('-')));
        return exclusively(() -> {
            own.merge(kept, 1, Integer::sum);
            Files.move(directory, kept, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel images = FileChannel.open(layout.images(), StandardOpenOption.READ)) {
                images.force(true);
            }
            return kept;
        });
    }

    /**
     * Removes all images that are not in use.
     *
     * @return the number of images that stay because they are in use
     */
    int clear() throws IOException {
        if (!Files.isDirectory(layout.images(), LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        int used = exclusively(this::discardUnused);
        for (Path old : starting(OLD)) {
            TreeRemoval.remove(old);
        }
        return used;
    }

    /** Removes the image in {@code directory} unless it is in use, which it is then told by false. */
    boolean removeUnused(Path directory) throws IOException {
        boolean removed = exclusively(() -> {
            if (inUse(directory)) {
                return false;
            }
            discard(directory);
            return true;
        });
        removeOld();
        return removed;
    }

    private int discardUnused() throws IOException {
        sweep();
        int used = 0;
        for (Path image : images()) {
            if (inUse(image)) {
                used++;
            } else {
                discard(image);
            }
        }
        return used;
    }

    /** The directories of complete images. */
    List<Path> images() throws IOException {
        return CacheRoot.entries(layout.images()).stream()
                .filter(entry -> CacheLayout.isImage(entry.getFileName().toString()))
                .toList();
    }

    private interface Task<T> {
        T run() throws IOException;
    }

    private synchronized <T> T exclusively(Task<T> task) throws IOException {
        Set<OpenOption> options =
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel mutex = FileChannel.open(layout.images().resolve("lock"), options, CacheRoot.PRIVATE_FILE)) {
            mutex.lock();
            return task.run();
        }
    }

    /** A new lock file in {@code directory}, held until it is closed. */
    private LockFile lock(Path directory, String name) throws IOException {
        boolean use = name.equals(USE);
        if (use) {
            own.merge(directory, 1, Integer::sum);
        }
        return LockFile.make(directory, name, use);
    }

    /** Releases one use of {@code directory} by this process. */
    synchronized void forget(Path directory) {
        own.computeIfPresent(directory, (path, users) -> users == 1 ? null : users - 1);
        notifyAll();
    }

    /**
     * Removes the image in {@code directory}, which the caller has stopped using, from the store. Waits a limited time
     * for other users of it.
     *
     * @param identity of the directory to remove: another may have taken its place meanwhile
     */
    void reject(Path directory, Object identity) throws IOException {
        for (int i = 0; i < REJECTIONS; i++) {
            if (exclusively(() -> discardIfUnused(directory, identity))) {
                removeOld();
                return;
            }
            pause(directory.toString());
        }
        throw new IOException(
                directory + " was changed after unpacking, and is still used by another process: try again when that "
                        + "process has ended");
    }

    private boolean discardIfUnused(Path directory, Object identity) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) || !identity.equals(identity(directory))) {
            return true;
        }
        if (inUse(directory)) {
            return false;
        }
        discard(directory);
        return true;
    }

    static Object identity(Path directory) throws IOException {
        return Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** Removes directories of dead processes; requires the mutex. */
    private void sweep() throws IOException {
        for (Path unfinished : starting(NEW)) {
            if (!own.containsKey(unfinished) && !LockFile.isHeld(unfinished.resolve(MAKING))) {
                discard(unfinished);
            }
        }
    }

    private boolean inUse(Path image) throws IOException {
        if (own.containsKey(image)) {
            return true;
        }
        boolean used = false;
        for (Path file : CacheRoot.entries(image)) {
            if (file.getFileName().toString().startsWith(USE)) {
                if (LockFile.isHeld(file)) {
                    used = true;
                } else {
                    Files.deleteIfExists(file); // left by a process that was killed
                }
            }
        }
        return used;
    }

    private void discard(Path directory) throws IOException {
        Path discarded = Files.createTempDirectory(layout.images(), OLD, CacheRoot.PRIVATE_DIRECTORY);
        Files.move(directory, discarded, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<Path> starting(String prefix) throws IOException {
        return CacheRoot.entries(layout.images()).stream()
                .filter(entry -> entry.getFileName().toString().startsWith(prefix))
                .toList();
    }

    /** Removes refuse, as far as possible. */
    private void removeOld() throws IOException {
        for (Path old : starting(OLD)) {
            remove(old);
        }
    }

    static void remove(Path directory) {
        try {
            TreeRemoval.remove(directory);
        } catch (IOException e) {
            LOG.debug("{} could not be removed: {}", directory, e.toString());
        }
    }
}
