package dev.nydusview.scan.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitingTimeTest {
    private final WaitingTime time = new WaitingTime();

    @Test
    void whatIsWaitedAtTheSameTimeCountsOnce() {
        time.add(10, 4); // 6 to 10
        time.add(11, 2); // 9 to 11
        time.add(20, 5); // 15 to 20
        assertThat(time.total()).isEqualTo(10);
        time.add(22, 14); // 8 to 22, the gap with it
        assertThat(time.total()).isEqualTo(16);
        time.add(22, 1);
        assertThat(time.total()).isEqualTo(16);
    }

    @Test
    void manySeparateWaitsAreAllCounted() {
        for (long i = 1; i <= 100_000; i++) {
            time.add(i * 10, 3);
        }
        assertThat(time.total()).isEqualTo(300_000);
    }
}
