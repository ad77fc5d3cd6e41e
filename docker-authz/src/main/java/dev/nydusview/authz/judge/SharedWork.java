package dev.nydusview.authz.judge;

import java.io.IOException;
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

/** Work that is done once for all who ask for it at the same time, and whose results are kept. */
final class SharedWork<K, V> {
    private final Executor executor;
    private final LongSupplier clock;
    private final Map<K, CompletableFuture<V>> running = new HashMap<>();

    /** The one that was used last comes last. */
    private final LinkedHashMap<K, Kept<V>> kept = new LinkedHashMap<>(16, 0.75f, true);

    private int maxKept;

    /** @param clock in nanoseconds */
    SharedWork(Executor executor, LongSupplier clock, int maxKept) {
        this.executor = executor;
        this.clock = clock;
        this.maxKept = maxKept;
    }

    synchronized void keepAtMost(int max) {
        maxKept = max;
        trim();
    }

    /**
     * The result of {@code work}, or of what was done for {@code key} before or is being done now.
     *
     * @param isFresh whether what was done before will do
     */
    synchronized CompletableFuture<V> get(K key, Callable<V> work, Predicate<Kept<V>> isFresh) {
        Kept<V> before = kept.get(key);
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
        keep(key, new Kept<>(done, done.isCompletedExceptionally(), clock.getAsLong()));
        pass(done, result);
    }

    private static <V> void pass(CompletableFuture<V> done, CompletableFuture<V> result) {
        try {
            result.complete(done.join());
        } catch (CompletionException e) {
            result.completeExceptionally(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Before those who wait go on, so that whoever asks after them finds it. */
    private synchronized void keep(K key, Kept<V> done) {
        running.remove(key);
        kept.put(key, done);
        trim();
    }

    private void trim() {
        while (kept.size() > maxKept) {
            kept.remove(kept.keySet().iterator().next());
        }
    }
}
