package dev.nydusview.authz.judge;

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

/** Digests and judgements, each found out once for all who ask, and kept. */
public final class Judgements implements Closeable {
    /** Requests of registries, which wait rather than work: many silent ones must not stop the others. */
    private static final int RESOLVERS = 128;

    /** Images under way for each that is scanned: opening them is waiting for registries, too. */
    private static final int OPENED = 4;

    /** The same in all, however few are scanned. */
    private static final int MIN_OPENED = 16;

    private static final long IDLE_SECONDS = 30;

    private final ImageJudge judge;
    private final LongSupplier clock;
    private final ThreadPoolExecutor resolvers = pool("authz-resolve", RESOLVERS);
    private final ThreadPoolExecutor scanners = pool("authz-scan", MIN_OPENED);
    private final ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1, Judgements::daemon);
    private final Slots slots = new Slots();
    private final AtomicInteger admitted = new AtomicInteger();
    private final SharedWork<String, String> digests;
    private final SharedWork<Subject, Judgement> judgements;
    private volatile int maxAdmitted = 2;

    /**
     * The subject of a judgement; rules may differ in what they make of that.
     *
     * @param nydus name whose repository may have a Nydus image in place of the digest's; empty if none is admitted
     */
    private record Subject(String digest, @Nullable String platform, List<String> plugins, String nydus) {
        static Subject of(ImageQuery query) {
            String nydus = query.nydus() ? query.reference() : "";
            return new Subject(query.digest(), query.platform(), query.plugins(), nydus);
        }
    }

    /** @param clock in nanoseconds */
    public Judgements(ImageJudge judge, LongSupplier clock) {
        this.judge = judge;
        this.clock = clock;
        this.digests = new SharedWork<>(resolvers, clock, 1);
        this.judgements = new SharedWork<>(this::scan, clock, 1);
        alarms.setRemoveOnCancelPolicy(true);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "authz-alarm");
        thread.setDaemon(true);
        return thread;
    }

    private static ThreadPoolExecutor pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Sets how much may be done and kept; what is under way goes on.
     *
     * @param scans at a time
     * @param waiting images that wait for these, open or not
     * @param kept judgements
     */
    public synchronized void limit(int scans, int waiting, int kept) {
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
        judgements.keepAtMost(kept);
        digests.keepAtMost(kept);
    }

    private void scan(Runnable work) {
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

    /** Before those who wait go on, its place is free for what they ask next. */
    private Judgement judge(ImageQuery query) throws IOException, InterruptedException {
        try {
            return Limited.call(alarms, slots, query.timeout(), turn -> judge.judge(query, turn));
        } finally {
            admitted.decrementAndGet();
        }
    }

    /**
     * The digest of a name with a tag, at most {@code age} old.
     *
     * @param limit for finding it out
     */
    public CompletableFuture<String> digest(String reference, Duration age, Duration limit) {
        return digests.get(
                reference,
                () -> Limited.call(alarms, slots, limit, turn -> judge.resolve(reference)),
                kept -> !kept.failed() && kept.isYoungerThan(age, clock.getAsLong()));
    }

    /**
     * The judgement of an image.
     *
     * @param age of a complete one, at most
     * @param retryAfter how old another, or a failure, may be
     */
    public CompletableFuture<Judgement> judgement(ImageQuery query, Duration age, Duration retryAfter) {
        Predicate<Kept<Judgement>> isFresh = kept -> {
            boolean isComplete = !kept.failed() && kept.result().join().complete();
            return kept.isYoungerThan(isComplete ? age : retryAfter, clock.getAsLong());
        };
        return judgements.get(Subject.of(query), () -> judge(query), isFresh);
    }

    /** Interrupts what is under way. */
    @Override
    public void close() {
        resolvers.shutdownNow();
        scanners.shutdownNow();
        alarms.shutdownNow();
    }
}
