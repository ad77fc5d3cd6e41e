package dev.nydusview.chunkstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LinkSpeedTest {
    private static final int MOST = 256 << 10;
    private static final int MEGABYTE = 1_000_000;

    private final LinkSpeed link = new LinkSpeed(MOST);

    @Test
    void nothingIsKnownBeforeAShortAndALongRange() {
        assertThat(link.roundTripBytes()).isEqualTo(MOST);
        link.add(100, TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(link.roundTripBytes()).isEqualTo(MOST);
    }

    @Test
    void roundTripIsWorthTheBytesThatArriveMeanwhile() {
        link.add(100, TimeUnit.MILLISECONDS.toNanos(20));
        link.add(MEGABYTE, TimeUnit.MILLISECONDS.toNanos(220)); // 5 MB/s
        assertThat(link.roundTripBytes()).isBetween(99_000, 101_000);
    }

    @Test
    void extremesAreBounded() {
        link.add(100, TimeUnit.SECONDS.toNanos(1));
        link.add(MEGABYTE, TimeUnit.MILLISECONDS.toNanos(1001));
        assertThat(link.roundTripBytes()).isEqualTo(MOST);

        LinkSpeed near = new LinkSpeed(MOST);
        near.add(100, TimeUnit.MICROSECONDS.toNanos(1));
        near.add(MEGABYTE, TimeUnit.SECONDS.toNanos(1));
        assertThat(near.roundTripBytes()).isEqualTo(MOST / 8);
    }

    @Test
    void laterRangesCountMoreAndMore() {
        link.add(100, TimeUnit.MILLISECONDS.toNanos(20));
        link.add(MEGABYTE, TimeUnit.MILLISECONDS.toNanos(220));
        for (int i = 0; i < 30; i++) {
            link.add(MEGABYTE, TimeUnit.MILLISECONDS.toNanos(120)); // 10 MB/s
        }
        assertThat(link.roundTripBytes()).isBetween(198_000, 202_000);
    }
}
