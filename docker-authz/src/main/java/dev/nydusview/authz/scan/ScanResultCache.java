package dev.nydusview.authz.scan;

import dev.nydusview.base.Threads;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Digests of tags and results of scans, each found out once for all requests at the same time, and cached. */
public final class ScanResultCache implements Closeable {
    /**
     * Requests to registries at a time. They wait rather than work, and many silent registries must not stop the
     * others.
     */
    private static final int RESOLVERS = 128;

    /** Images under way for each that is scanned: opening an image is waiting for its registry, too. */
    private static final int OPENED = 4;

    /** The same in all, however few are scanned. */
    private static final int MIN_OPENED = 16;

    private static final long IDLE_SECONDS = 30;

    private final ImageScanner scanner;
    private final LongSupplier clock;
    private final ThreadPoolExecutor resolvers = pool("authz-resolve", RESOLVERS);
    private final ThreadPoolExecutor scanners = pool("authz-scan", MIN_OPENED);
    private final ScheduledThreadPoolExecutor alarms =
            new ScheduledThreadPoolExecutor(1, Threads.daemons("authz-alarm"));
    private final Slots slots = new Slots();
    private final AtomicInteger admitted = new AtomicInteger();
    private final SingleFlightCache<String, String> digests;
    private final SingleFlightCache<Key, ScanResult> results;
    private volatile int maxAdmitted = 2;

    /**
     * All inputs of a result; rules may evaluate one result differently.
     *
     * @param nydus name in whose repository there may be a Nydus image in place of the digest's; empty if none is
     * admitted
     */
    private record Key(String digest, @Nullable String platform, List<String> plugins, String nydus) {
        static Key of(ScanRequest request) {
            String nydus = request.nydus() ? request.reference() : "";
            return new Key(request.digest(), request.platform(), request.plugins(), nydus);
        }
    }

    /** @param clock in nanoseconds */
    public ScanResultCache(ImageScanner scanner, LongSupplier clock) {
        this.scanner = scanner;
        this.clock = clock;
        this.digests = new SingleFlightCache<>(resolvers, clock, 1);
        this.results = new SingleFlightCache<>(this::admit, clock, 1);
        alarms.setRemoveOnCancelPolicy(true);
    }

    private static ThreadPoolExecutor pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Threads.daemons(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Sets limits. Running work continues.
     *
     * @param scans scans at a time
     * @param waiting images that wait for these, open or not
     * @param cached results, and as many digests
     */
    public synchronized void limit(int scans, int waiting, int cached) {
        maxAdmitted = scans + waiting;
        slots.limit(scans);
        int threads = Math.max(MIN_OPENED, scans * OPENED);
        // The maximum may never be below the core, not even between two calls.
        if (threads > scanners.getMaximumPoolSize()) {
            scanners.setMaximumPoolSize(threads);
            scanners.setCorePoolSize(threads);
        } else {
            scanners.setCorePoolSize(threads);
            scanners.setMaximumPoolSize(threads);
        }
        results.limit(cached);
        digests.limit(cached);
    }

    private void admit(Runnable work) {
        if (admitted.incrementAndGet() > maxAdmitted) {
            admitted.decrementAndGet();
            throw new RejectedExecutionException();
        }
        try {
            scanners.execute(work);
        } catch (RejectedExecutionException e) {
            admitted.decrementAndGet();
            throw e;
        }
    }

    /** Scans an image; gives up its place before waiting requests continue, so that it is free for their next one. */
    private ScanResult scan(ScanRequest request) throws IOException, InterruptedException {
        try {
            return TimeLimitedTask.call(alarms, slots, request.timeout(), slot -> scanner.scan(request, slot));
        } finally {
            admitted.decrementAndGet();
        }
    }

    /**
     * The digest that a name with a tag stands for, at most {@code age} old.
     *
     * @param limit for asking the registry
     */
    public CompletableFuture<String> digest(String reference, Duration age, Duration limit) {
        return digests.get(
                reference,
                () -> TimeLimitedTask.call(alarms, slots, limit, slot -> scanner.resolve(reference)),
                cached -> !cached.failed() && cached.isYoungerThan(age, clock.getAsLong()));
    }

    /**
     * The result of scanning an image.
     *
     * @param age of a complete result, at most
     * @param retryAfter age of an incomplete result or a failure, at most
     */
    public CompletableFuture<ScanResult> result(ScanRequest request, Duration age, Duration retryAfter) {
        Predicate<SingleFlightCache.Entry<ScanResult>> isFresh = cached -> {
            boolean isComplete = !cached.failed() && cached.result().join().complete();
            return cached.isYoungerThan(isComplete ? age : retryAfter, clock.getAsLong());
        };
        return results.get(Key.of(request), () -> scan(request), isFresh);
    }

    /** Interrupts work that is under way. */
    @Override
    public void close() {
        resolvers.shutdownNow();
        scanners.shutdownNow();
        alarms.shutdownNow();
    }
}
