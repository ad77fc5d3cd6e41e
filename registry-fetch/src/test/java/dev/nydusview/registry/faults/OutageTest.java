package dev.nydusview.registry.faults;

import static dev.nydusview.registry.faults.BlobReads.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.http.Intercept;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries that are down, or seem so. */
@Timeout(60)
final class OutageTest {
    private static final Duration PATIENT = Duration.ofSeconds(30);

    private final FaultyHost registry = new FaultyHost(BlobReads.CONTENT);
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();

    OutageTest() throws IOException {}

    @AfterEach
    void stop() {
        later.shutdownNow();
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 429, 408})
    void anOutageWithAStatusCostsTensOfRequestsAndNoRead(int status) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        registry.with((exchange, request) ->
                System.nanoTime() - until < 0 && Intercept.respond(exchange, status, "out", "X: y"));
        try (BlobReads reads = new BlobReads(registry.host(), PATIENT)) {
            assertThat(reads.many(200)).isEmpty();
        }
        // 24 that were under way, a probe now and then, and those that found the host well again.
        assertThat(registry.seen()).hasSizeBetween(201, 290);
    }

    @Test
    void connectionsThatAreRefusedForAWhileCostNoRead() throws Exception {
        try (BlobReads reads = new BlobReads(registry.host(), PATIENT)) {
            assertThat(reads.many(50)).isEmpty();
            registry.goAway();
            Future<?> unused = later.schedule(
                    () -> {
                        registry.comeBack();
                        return null;
                    },
                    3,
                    TimeUnit.SECONDS);
            assertThat(reads.many(200)).isEmpty();
        }
        assertThat(registry.seen()).hasSizeBetween(250, 300);
    }

    @Test
    void aRegistryThatComesUpLateIsWaitedFor() throws Exception {
        registry.goAway();
        Future<?> unused = later.schedule(
                () -> {
                    registry.comeBack();
                    return null;
                },
                3,
                TimeUnit.SECONDS);
        try (BlobReads reads = new BlobReads(registry.host(), PATIENT)) {
            assertThat(reads.read(7, 100)).isEqualTo(part(7, 100));
        }
        assertThat(registry.seen()).hasSize(1);
    }

    @Test
    void threeRefusalsOfTenAreSlowAndComplete() throws Exception {
        Random random = new Random(3);
        registry.with((exchange, request) -> {
            synchronized (random) {
                if (random.nextInt(10) >= 3) {
                    return false;
                }
            }
            return Intercept.respond(exchange, 503, "busy");
        });
        long begin = System.nanoTime();
        try (BlobReads reads = new BlobReads(registry.host(), PATIENT)) {
            assertThat(reads.many(400)).isEmpty();
        }
        assertThat(registry.seen()).hasSizeBetween(450, 800);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void aRateLimitIsKeptByAllReads() throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        registry.with((exchange, request) ->
                System.nanoTime() - until < 0 && Intercept.respond(exchange, 429, "slow down", "Retry-After: 2"));
        try (BlobReads reads = new BlobReads(registry.host(), PATIENT)) {
            assertThat(reads.many(100)).isEmpty();
        }
        assertThat(registry.seen()).hasSizeBetween(101, 130);
    }

    @Test
    void aHostThatStaysDownEndsOneReadInTimeAndLaterOnesAtOnce() throws Exception {
        registry.goAway();
        try (BlobReads reads = new BlobReads(registry.host(), Duration.ofSeconds(2))) {
            assertThatThrownBy(() -> reads.read(0, 10))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining(
                            "GET http://" + registry.host() + BlobReads.PATH + " (bytes=0-9): no connection")
                    .hasMessageMatching(".* \\(\\d+ attempts in 2\\.\\d s\\)");
            long begin = System.nanoTime();
            assertThat(reads.many(500)).hasSize(500).allMatch(RemoteException.class::isInstance);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
            registry.comeBack();
            Thread.sleep(3_500); // the longest delay of a probe
            assertThat(reads.many(100)).isEmpty();
        }
    }

    @Test
    void closingEndsReadsThatWait() throws Exception {
        registry.goAway();
        BlobReads reads = new BlobReads(registry.host(), Duration.ofMinutes(10));
        Future<?> unused = later.schedule(
                () -> {
                    reads.close();
                    return null;
                },
                2,
                TimeUnit.SECONDS);
        long begin = System.nanoTime();
        assertThat(reads.many(24)).hasSize(24).allMatch(error -> String.valueOf(error.getMessage())
                .contains("the image was closed"));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    }
}
