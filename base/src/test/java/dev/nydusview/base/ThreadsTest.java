package dev.nydusview.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ThreadsTest {
    @Test
    void aThreadRunsItsWorkUnderItsNameOnceStarted() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        Thread thread = Threads.daemon("worker", ran::countDown);
        assertThat(thread.getName()).isEqualTo("worker");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getState()).isEqualTo(Thread.State.NEW);

        thread.start();

        ran.await();
    }

    @Test
    void threadsOfOneMakerAreNumberedWhoeverAsksForThem() throws Exception {
        ThreadFactory maker = Threads.daemons("worker");
        Thread[] second = new Thread[1];
        Thread first = maker.newThread(() -> second[0] = maker.newThread(() -> {}));
        first.start();
        first.join();

        assertThat(first.getName()).isEqualTo("worker-1");
        assertThat(second[0].getName()).isEqualTo("worker-2");
        assertThat(second[0].isDaemon()).isTrue();
    }
}
