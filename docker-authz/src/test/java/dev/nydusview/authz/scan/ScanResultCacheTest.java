package dev.nydusview.authz.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bounds of the number of scans, seen by counting them. */
@Timeout(60)
class ScanResultCacheTest {
    private static final Duration AGE = Duration.ofHours(1);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final AtomicLong clock = new AtomicLong();
    private final FakeScanner scanner = new FakeScanner();
    private ScanResultCache results;

    @BeforeEach
    void open() {
        results = new ScanResultCache(scanner, clock::get);
        results.limit(2, 10, 100);
    }

    @AfterEach
    void close() {
        results.close();
    }

    private CompletableFuture<ScanResult> ask(String digest, String... plugins) {
        ScanRequest query = new ScanRequest("a@" + digest, digest, null, List.of(plugins), false, AGE);
        return results.result(query, AGE, RETRY);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void aCompleteJudgementIsKeptForItsAge() {
        scanner.found(new Finding(Level.HIGH, "keys", "one"));
        ScanResult first = ask("d").join();
        pass(AGE.minusNanos(1));
        assertThat(ask("d").join()).isSameAs(first);
        assertThat(scanner.scans()).isEqualTo(1);
        pass(Duration.ofNanos(1));
        assertThat(ask("d").join()).isNotSameAs(first);
    }

    @Test
    void othersAreTriedAgainSoon() {
        scanner.incomplete("a read failed");
        ask("incomplete").join();
        scanner.fails(new IOException("gone"));
        assertThatThrownBy(() -> ask("failed").join()).hasRootCauseMessage("gone");
        assertThatThrownBy(() -> ask("failed").join()).hasRootCauseMessage("gone");
        ask("incomplete").join();
        assertThat(scanner.scans()).isEqualTo(2);
        pass(RETRY);
        scanner.clean();
        assertThat(ask("incomplete").join().complete()).isTrue();
        assertThat(ask("failed").join().complete()).isTrue();
    }

    @Test
    void otherPluginsOrPlatformsAreOtherJudgements() {
        ask("d").join();
        ask("d", "keys").join();
        results.result(new ScanRequest("a@d", "d", "linux/arm64", List.of(), false, AGE), AGE, RETRY)
                .join();
        assertThat(scanner.scans()).isEqualTo(3);
    }

    /** The Nydus image that replaces a digest depends on the repository, and the policy decides whether one may. */
    @Test
    void nydusImagesAreOtherJudgementsInEachRepository() {
        ask("d").join();
        for (String reference : List.of("a@d", "b@d", "a@d")) {
            results.result(new ScanRequest(reference, "d", null, List.of(), true, AGE), AGE, RETRY)
                    .join();
        }
        results.result(new ScanRequest("b@d", "d", null, List.of(), false, AGE), AGE, RETRY)
                .join();
        assertThat(scanner.scans()).isEqualTo(3);
    }

    @Test
    void onlySoManyAreKept() {
        results.limit(2, 10, 2);
        ask("a").join();
        ask("b").join();
        ask("a").join();
        ask("c").join();
        assertThat(scanner.scans()).isEqualTo(3);
        ask("a").join();
        assertThat(scanner.scans()).isEqualTo(3);
        ask("b").join();
        assertThat(scanner.scans()).isEqualTo(4);
    }

    @Test
    void onlySoManyScanAndWait() throws InterruptedException {
        BlockingQueue<Thread> scanning = new LinkedBlockingQueue<>();
        scanner.hold();
        scanner.tell(scanning);
        results.limit(1, 1, 10);
        CompletableFuture<ScanResult> first = ask("a");
        scanning.take();
        CompletableFuture<ScanResult> second = ask("b");
        assertThatThrownBy(() -> ask("c").join()).hasMessageContaining("too many images wait to be judged");
        assertThat(ask("a")).isSameAs(first);
        scanner.release();
        first.join();
        second.join();
        assertThat(ask("c").join().complete()).isTrue();
    }

    private CompletableFuture<ScanResult> open(String name, Duration limit) {
        String reference = FakeScanner.SLOW + name + "@" + name;
        return results.result(new ScanRequest(reference, name, null, List.of(), false, limit), AGE, AGE);
    }

    @Test
    void imagesThatAreSlowToOpenTakeNoPlaceOfOthers() throws InterruptedException {
        results.limit(1, 10, 10);
        CompletableFuture<ScanResult> a = open("a", AGE);
        CompletableFuture<ScanResult> b = open("b", AGE);
        scanner.opening();
        scanner.opening();
        assertThat(ask("c").join().complete()).isTrue();
        assertThat(a).isNotDone();
        assertThat(b).isNotDone();
    }

    @Test
    void openingIsBoundedToo() throws InterruptedException {
        results.limit(1, 10, 10);
        Duration limit = Duration.ofMillis(50);
        List<CompletableFuture<ScanResult>> all = Stream.of("a", "b", "c", "d", "e")
                .map(name -> open(name, limit))
                .toList();
        for (CompletableFuture<ScanResult> each : all) {
            assertThatThrownBy(each::join).hasRootCauseInstanceOf(InterruptedException.class);
            assertThatThrownBy(each::join).cause().hasMessage("it took more than 0.05 s (scanTimeout)");
        }
        assertThat(ask("f").join().complete()).isTrue();
    }

    @Test
    void resolvingIsBoundedToo() {
        Duration limit = Duration.ofMillis(50);
        assertThatThrownBy(() ->
                        results.digest(FakeScanner.SLOW + "a:1", AGE, limit).join())
                .cause()
                .hasMessage("it took more than 0.05 s (scanTimeout)");
        assertThat(results.digest("a:1", AGE, AGE).join()).isEqualTo(FakeScanner.digest("a:1"));
    }

    @Test
    void manySilentRegistriesStopNoOthers() throws InterruptedException {
        results.limit(1, 100, 10);
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            waiting.add(open("image" + i, AGE));
            scanner.opening();
        }
        for (int i = 0; i < 100; i++) {
            waiting.add(results.digest(FakeScanner.SLOW + "a:" + i, AGE, AGE));
            scanner.opening();
        }
        assertThat(results.digest("a:1", AGE, AGE).join()).isEqualTo(FakeScanner.digest("a:1"));
        assertThat(ask("b").join().complete()).isTrue();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void aScanThatTakesTooLongFreesItsPlace() throws InterruptedException {
        BlockingQueue<Thread> scanning = new LinkedBlockingQueue<>();
        scanner.hold();
        scanner.tell(scanning);
        results.limit(1, 10, 10);
        Duration limit = Duration.ofMillis(50);
        CompletableFuture<ScanResult> first =
                results.result(new ScanRequest("a@a", "a", null, List.of(), false, limit), AGE, AGE);
        scanning.take();
        CompletableFuture<ScanResult> second = ask("b");
        scanning.take();
        assertThatThrownBy(first::join).cause().hasMessageContaining("scanTimeout");
        scanner.release();
        assertThat(second.join().complete()).isTrue();
    }

    @Test
    @Tag("soak")
    void waitingForAPlaceTakesNoTime() throws InterruptedException {
        BlockingQueue<Thread> scanning = new LinkedBlockingQueue<>();
        scanner.hold();
        scanner.tell(scanning);
        results.limit(1, 10, 10);
        CompletableFuture<ScanResult> first = ask("a");
        scanning.take();
        CompletableFuture<ScanResult> second =
                results.result(new ScanRequest("b@b", "b", null, List.of(), false, Duration.ofSeconds(1)), AGE, AGE);
        assertThatThrownBy(() -> second.get(1500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        scanner.release();
        assertThat(second.join().complete()).isTrue();
        assertThat(first.join().complete()).isTrue();
    }

    @Test
    void tagsAreResolvedAnew() {
        assertThat(results.digest("a:1", RETRY, AGE).join()).isEqualTo(FakeScanner.digest("a:1"));
        assertThat(results.digest("a:1", RETRY, AGE)).isCompleted();
        assertThat(scanner.resolved()).isEqualTo(1);
        pass(RETRY);
        results.digest("a:1", RETRY, AGE).join();
        assertThat(scanner.resolved()).isEqualTo(2);
    }

    @Test
    void afterAFailureATagIsResolvedAgain() {
        scanner.resolvesNothing(new UnresolvableImageException("no such image"));
        assertThatThrownBy(() -> results.digest("a:1", AGE, AGE).join()).hasRootCauseMessage("no such image");
        scanner.resolvesNothing(null);
        assertThat(results.digest("a:1", AGE, AGE).join()).isEqualTo(FakeScanner.digest("a:1"));
    }
}
