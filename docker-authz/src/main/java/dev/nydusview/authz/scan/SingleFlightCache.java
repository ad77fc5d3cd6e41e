package dev.nydusview.authz.scan;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Work that is done once for all callers that request it at the same time, and whose outcomes are cached. */
final class SingleFlightCache<K, V> {
    private final Executor executor;
    private final LongSupplier clock;
    private final Map<K, CompletableFuture<V>> running = new HashMap<>();

    /** Results in the order of their last use. */
    private final LinkedHashMap<K, Entry<V>> cached = new LinkedHashMap<>(16, 0.75f, true);

    private int maxCached;

    /**
     * An outcome.
     *
     * @param result is done
     * @param failed whether it is an exception
     * @param nanos time at which it was done
     */
    record Entry<V>(CompletableFuture<V> result, boolean failed, long nanos) {
        boolean isYoungerThan(Duration age, long now) {
            return now - nanos < age.toNanos();
        }
    }

    /** @param clock in nanoseconds */
    SingleFlightCache(Executor executor, LongSupplier clock, int maxCached) {
        this.executor = executor;
        this.clock = clock;
        this.maxCached = maxCached;
    }

    synchronized void limit(int max) {
        maxCached = max;
        trim();
    }

    /**
     * The result of {@code work}, of the work for {@code key} that is under way, or of an earlier one.
     *
     * @param isFresh whether an earlier outcome will do
     */
    synchronized CompletableFuture<V> get(K key, Callable<V> work, Predicate<Entry<V>> isFresh) {
        Entry<V> before = cached.get(key);
        if (before != null && isFresh.test(before)) {
            return before.result();
        }
        CompletableFuture<V> already = running.get(key);
        return already != null ? already : start(key, work);
    }

    private CompletableFuture<V> start(K key, Callable<V> work) {
        CompletableFuture<V> result = new CompletableFuture<>();
        running.put(key, result);
        try {
            executor.execute(() -> run(key, work, result));
        } catch (RejectedExecutionException e) {
            running.remove(key);
            result.completeExceptionally(new IOException("too many images wait to be judged", e));
        }
        return result;
    }

    private void run(K key, Callable<V> work, CompletableFuture<V> result) {
        CompletableFuture<V> done = new CompletableFuture<>();
        try {
            done.complete(work.call());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.completeExceptionally(new IOException("nydusview is shutting down", e));
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
            done.completeExceptionally(e);
        }
        cache(key, new Entry<>(done, done.isCompletedExceptionally(), clock.getAsLong()));
        pass(done, result);
    }

    private static <V> void pass(CompletableFuture<V> done, CompletableFuture<V> result) {
        try {
            result.complete(done.join());
        } catch (CompletionException e) {
            result.completeExceptionally(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Caches the outcome before the result is complete, so that requests that come afterwards find it. */
    private synchronized void cache(K key, Entry<V> done) {
        running.remove(key);
        cached.put(key, done);
        trim();
    }

    private void trim() {
        while (cached.size() > maxCached) {
            cached.remove(cached.keySet().iterator().next());
        }
    }
}
