package dev.nydusview.chunkstore.cache;

import dev.nydusview.linux.PosixException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the blobs of a cache within their size on disk, together with the other processes that use it.
 *
 * <p>All processes add what they write to one number. Whoever brings that to a 64th of the allowed size measures the
 * cache and makes room, while the others wait if they have much to add. The lock ends with the process that holds it;
 * a process that holds it and stands still makes others stop storing, not reading.
 */
final class CacheBudget {
    /** Steps in the allowed size; so many parts of a step are written before they are added. */
    private static final int STEPS = 64;

    private static final int PARTS = 8;

    /** Steps that are free after room was made. */
    private static final int ROOM = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 5;

    private static final Map<Key, CacheBudget> BUDGETS = new ConcurrentHashMap<>();

    /** Held while a lock file is open: closing it once more would release the lock of this process. */
    private static final ReentrantLock ONE_OF_PROCESS = new ReentrantLock();

    private final CacheLayout layout;
    private final long wanted;
    private final AtomicLong pending = new AtomicLong();
    private final AtomicLong underWay = new AtomicLong();
    private volatile long limit;
    private volatile long refusedUntil;

    private record Key(Path root, long wanted) {}

    private CacheBudget(Key key) {
        this.layout = new CacheLayout(key.root);
        this.wanted = key.wanted;
    }

    /**
     * Returns the budget of this process for a cache.
     *
     * @param size bytes on disk; 0 for the default of the cache
     */
    static CacheBudget of(CacheLayout layout, long size) {
        return BUDGETS.computeIfAbsent(new Key(layout.root(), size), CacheBudget::new);
    }

    /** Tests whether more may be stored now. */
    boolean admits() {
        long until = refusedUntil;
        return until == 0 || System.nanoTime() - until >= 0;
    }

    /** Counts bytes that are going to be written, and makes room if it is time to; {@link #end} follows. */
    void begin(long bytes) {
        underWay.addAndGet(bytes);
        if (pending.addAndGet(bytes) >= limit() / STEPS / PARTS) {
            settle();
        }
    }

    /** Tests whether a file of so many bytes leaves most of the space to others. */
    boolean hasPlaceFor(long bytes) {
        return bytes <= limit() / 2;
    }

    /** Ends a write of as many bytes as were counted. */
    void end(long bytes) {
        underWay.addAndGet(-bytes);
    }

    private long limit() {
        if (limit == 0) {
            limit = wanted > 0 ? wanted : CacheSize.of(layout);
        }
        return limit;
    }

    /** Adds what this process has written to what all have; to be called when it stops writing, too. */
    void settle() {
        if (pending.get() == 0) {
            return;
        }
        try {
            if (!alone(shared -> admit(settle(shared)))) {
                admit(false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the next writer does it
        } catch (PosixException e) {
            admit(false); // the size is not known, or space cannot be given up
        } catch (IOException e) {
            return; // a cache that cannot be written does not grow
        }
    }

    /** Work that one thread of all processes does at a time, with the file that they share. */
    interface Exclusive {
        void run(FileChannel shared) throws IOException;
    }

    /** Runs {@code task} while no other thread of any process makes room; false if its turn did not come in time. */
    boolean alone(Exclusive task) throws IOException, InterruptedException {
        if (!ONE_OF_PROCESS.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        try {
            return exclusively(task);
        } finally {
            ONE_OF_PROCESS.unlock();
        }
    }

    private void admit(boolean more) {
        refusedUntil = more ? 0 : System.nanoTime() + PATIENCE.toNanos();
    }

    private boolean exclusively(Exclusive task) throws IOException, InterruptedException {
        Files.createDirectories(layout.blobs(), CacheRoot.PRIVATE_DIRECTORY);
        Set<OpenOption> options = Set.of(
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                LinkOption.NOFOLLOW_LINKS);
        try (FileChannel shared = FileChannel.open(layout.budget(), options, CacheRoot.PRIVATE_FILE);
                FileLock lock = lock(shared)) {
            if (lock != null) {
                task.run(shared);
            }
            return lock != null;
        }
    }

    private static @Nullable FileLock lock(FileChannel shared) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            FileLock lock;
            try {
                lock = shared.tryLock();
            } catch (OverlappingFileLockException e) {
                lock = null;
            }
            if (lock != null || System.nanoTime() - end >= 0) {
                return lock;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private boolean settle(FileChannel shared) throws IOException {
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
        int unused = shared.read(number, 0);
        long written = Math.max(0, number.getLong(0)) + pending.getAndSet(0);
        long step = limit() / STEPS;
        long size = 0;
        if (written >= step || refusedUntil != 0) {
            Eviction eviction = new Eviction(layout);
            size = eviction.size() + underWay.get();
            if (size > limit - step) {
                size -= eviction.free(size - (limit - ROOM * step));
            }
            written = 0;
        }
        shared.write(number.clear().putLong(0, written), 0);
        return size <= limit;
    }
}
