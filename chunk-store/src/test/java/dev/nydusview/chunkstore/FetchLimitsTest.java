package dev.nydusview.chunkstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the limits of small heaps. */
class FetchLimitsTest {
    @ParameterizedTest
    @ValueSource(longs = {8, 16, 32, 64, 95})
    void whatIsHeldFitsIntoASmallHeap(long mebibytes) {
        long heap = mebibytes << 20;
        FetchLimits limits = FetchLimits.within(heap);
        long recent = (long) limits.recent() * RecentChunks.MAX_CHUNK;

        assertThat(limits.memory() + limits.contexts() + limits.inFlight() + recent)
                .isLessThan(heap / 3);
        assertThat(limits.range()).isPositive().isLessThanOrEqualTo(limits.inFlight());
        assertThat(limits.prefetchRange()).isPositive().isLessThan(limits.inFlight());
        assertThat(limits.threads()).isPositive();
        assertThat(limits.prefetchThreads()).isPositive();
    }

    @Test
    void aLargeHeapHasTheUsualLimits() {
        assertThat(FetchLimits.within(512L << 20)).isEqualTo(FetchLimits.DEFAULT);
    }
}
