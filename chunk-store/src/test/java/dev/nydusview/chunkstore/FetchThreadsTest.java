package dev.nydusview.chunkstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FetchThreadsTest {
    private static final int THREADS = 2;
    private static final int BYTES = 100;

    private final FetchThreads threads = new FetchThreads(new FetchLimits(0, 0, 1, 1, THREADS, BYTES, 1, THREADS, 0));
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore turns = new Semaphore(0);

    @AfterEach
    void end() {
        turns.release(1000);
        threads.close();
    }

    /** Takes a turn, is noted, and tells {@code end}. */
    private Runnable task(String name, CountDownLatch end) {
        return () -> {
            turns.acquireUninterruptibly();
            done.add(name);
            end.countDown();
        };
    }

    @Test
    void imagesHaveTheirTurnOneAfterTheOther() throws Exception {
        FetchThreads.Queue a = threads.open("registry");
        FetchThreads.Queue b = threads.open("registry");
        List<String> begun = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch end = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            FetchThreads.Queue queue = i < 6 ? a : b;
            queue.fetch(0, () -> {
                begun.add(queue.equals(a) ? "a" : "b");
                task("any", end).run();
            });
        }
        for (int expected = THREADS; expected < 8; expected++) {
            while (begun.size() < expected) {
                Thread.onSpinWait();
            }
            turns.release();
        }
        turns.release(THREADS);
        end.await();

        assertThat(begun).containsExactly("a", "a", "a", "b", "a", "b", "a", "a");
    }

    @Test
    void aLargeRangeIsNotOvertakenByManySmallOnes() throws Exception {
        FetchThreads.Queue a = threads.open("registry");
        FetchThreads.Queue b = threads.open("registry");
        CountDownLatch end = new CountDownLatch(7);
        a.fetch(60, task("first", end));
        b.fetch(BYTES, task("large", end));
        for (int i = 0; i < 5; i++) {
            a.fetch(30, task("small", end));
        }
        turns.release(7);
        end.await();

        assertThat(done.indexOf("large")).isLessThanOrEqualTo(2);
    }

    @Test
    void bytesInFlightStayWithinTheirBound() throws Exception {
        CountDownLatch end = new CountDownLatch(60);
        AtomicInteger inFlight = new AtomicInteger();
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        turns.release(60);
        for (int i = 0; i < 60; i++) {
            FetchThreads.Queue queue = threads.open("registry " + i % 3);
            int size = 10 + i;
            Runnable work = () -> {
                seen.add(inFlight.addAndGet(size));
                task("any", new CountDownLatch(1)).run();
                inFlight.addAndGet(-size);
                end.countDown();
            };
            if (i % 2 == 0) {
                queue.fetch(size, work);
            } else {
                queue.prefetch(size, work);
            }
        }
        end.await();

        assertThat(seen).allMatch(bytes -> bytes <= BYTES * 3 / 2);
        assertThat(threads.inFlight().peak())
                .isLessThanOrEqualTo(threads.inFlight().most());
    }

    @Test
    void prefetchesKeepAllProcessorsBusyAndNoMore() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        try (FetchThreads many = new FetchThreads(new FetchLimits(0, 0, 1, 1, THREADS, BYTES, 1, 8 * processors, 0))) {
            FetchThreads.Queue near = many.open("near");
            near.prefetched(0, 1_000_000);
            FetchThreads.Queue far = many.open("far");
            far.prefetched(3_000_000, 1_000_000);
            assertRunningAtATime(near, processors);
            assertRunningAtATime(far, 4 * processors);
            near.prefetched(1_000_000_000, 1_000_000);
            assertRunningAtATime(near, 8 * processors);
        }
    }

    /** Runs many prefetches, none of which ends before as many as are expected have begun. */
    private void assertRunningAtATime(FetchThreads.Queue queue, int expected) throws InterruptedException {
        int tasks = 100 * Runtime.getRuntime().availableProcessors();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger peak = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            queue.prefetch(0, () -> {
                peak.accumulateAndGet(running.incrementAndGet(), Math::max);
                turns.acquireUninterruptibly();
                running.decrementAndGet();
                end.countDown();
            });
        }
        while (running.get() < expected) {
            Thread.onSpinWait();
        }
        turns.release(tasks);
        end.await();
        assertThat(peak).hasValue(expected);
    }

    @Test
    void aTaskThatThrowsEndsNoThreadAndKeepsNoPlace() throws Exception {
        FetchThreads.Queue queue = threads.open("registry");
        AtomicInteger thrown = new AtomicInteger();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> thrown.incrementAndGet());
        try {
            for (int i = 0; i < 3 * THREADS; i++) {
                queue.fetch(BYTES, () -> {
                    throw new IllegalStateException("a fault of ours");
                });
            }
            CountDownLatch end = new CountDownLatch(1);
            turns.release();
            queue.fetch(BYTES, task("after", end));
            end.await();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(thrown).hasValue(3 * THREADS);
    }

    @Test
    void closingDropsWhatWaitsAndAwaitsWhatRuns() throws Exception {
        FetchThreads.Queue queue = threads.open("registry");
        FetchThreads.Queue other = threads.open("registry");
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            queue.fetch(0, () -> {
                started.countDown();
                task("running", new CountDownLatch(1)).run();
            });
        }
        started.await();
        queue.fetch(0, task("waiting", end));
        queue.prefetch(BYTES, () -> started.countDown());
        other.fetch(0, task("other", end));

        queue.close();
        turns.release(3);
        queue.awaitEnd();

        assertThat(done.stream().filter("running"::equals)).hasSize(THREADS);
        end.await();
        assertThat(done).doesNotContain("waiting").contains("other");
        assertThatThrownBy(() -> queue.fetch(0, () -> {})).isInstanceOf(RejectedExecutionException.class);
        queue.close();
    }

    @Test
    void afterTheStoreIsClosedNoTaskIsTaken() {
        FetchThreads.Queue queue = threads.open("registry");
        threads.close();

        assertThatThrownBy(() -> queue.fetch(0, () -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("the chunk store was closed");
    }
}
