package dev.nydusview.authz.judge;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Counting how often a judge is asked, and bounding it. */
@Timeout(60)
class JudgementsTest {
    private static final Duration AGE = Duration.ofHours(1);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final AtomicLong clock = new AtomicLong();
    private final FakeJudge judge = new FakeJudge();
    private Judgements judgements;

    @BeforeEach
    void open() {
        judgements = new Judgements(judge, clock::get);
        judgements.limit(2, 10, 100);
    }

    @AfterEach
    void close() {
        judgements.close();
    }

    private CompletableFuture<Judgement> ask(String digest, String... plugins) {
        ImageQuery query = new ImageQuery("a@" + digest, digest, null, List.of(plugins), false, AGE);
        return judgements.judgement(query, AGE, RETRY);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void aCompleteJudgementIsKeptForItsAge() {
        judge.found(new Finding(Level.HIGH, "keys", "one"));
        Judgement first = ask("d").join();
        pass(AGE.minusNanos(1));
        assertThat(ask("d").join()).isSameAs(first);
        assertThat(judge.scans()).isEqualTo(1);
        pass(Duration.ofNanos(1));
        assertThat(ask("d").join()).isNotSameAs(first);
    }

    @Test
    void othersAreTriedAgainSoon() {
        judge.incomplete("a read failed");
        ask("incomplete").join();
        judge.fails(new IOException("gone"));
        assertThatThrownBy(() -> ask("failed").join()).hasRootCauseMessage("gone");
        assertThatThrownBy(() -> ask("failed").join()).hasRootCauseMessage("gone");
        ask("incomplete").join();
        assertThat(judge.scans()).isEqualTo(2);
        pass(RETRY);
        judge.clean();
        assertThat(ask("incomplete").join().complete()).isTrue();
        assertThat(ask("failed").join().complete()).isTrue();
    }

    @Test
    void otherPluginsOrPlatformsAreOtherJudgements() {
        ask("d").join();
        ask("d", "keys").join();
        judgements
                .judgement(new ImageQuery("a@d", "d", "linux/arm64", List.of(), false, AGE), AGE, RETRY)
                .join();
        assertThat(judge.scans()).isEqualTo(3);
    }

    /** The Nydus image that stands in for a digest depends on the repository, and the policy says if one may. */
    @Test
    void nydusImagesAreOtherJudgementsInEachRepository() {
        ask("d").join();
        for (String reference : List.of("a@d", "b@d", "a@d")) {
            judgements
                    .judgement(new ImageQuery(reference, "d", null, List.of(), true, AGE), AGE, RETRY)
                    .join();
        }
        judgements
                .judgement(new ImageQuery("b@d", "d", null, List.of(), false, AGE), AGE, RETRY)
                .join();
        assertThat(judge.scans()).isEqualTo(3);
    }

    @Test
    void onlySoManyAreKept() {
        judgements.limit(2, 10, 2);
        ask("a").join();
        ask("b").join();
        ask("a").join();
        ask("c").join();
        assertThat(judge.scans()).isEqualTo(3);
        ask("a").join();
        assertThat(judge.scans()).isEqualTo(3);
        ask("b").join();
        assertThat(judge.scans()).isEqualTo(4);
    }

    @Test
    void onlySoManyScanAndWait() throws InterruptedException {
        BlockingQueue<Thread> scanning = new LinkedBlockingQueue<>();
        judge.hold();
        judge.tell(scanning);
        judgements.limit(1, 1, 10);
        CompletableFuture<Judgement> first = ask("a");
        scanning.take();
        CompletableFuture<Judgement> second = ask("b");
        assertThatThrownBy(() -> ask("c").join()).hasMessageContaining("too many images wait to be judged");
        assertThat(ask("a")).isSameAs(first);
        judge.release();
        first.join();
        second.join();
        assertThat(ask("c").join().complete()).isTrue();
    }

    private CompletableFuture<Judgement> open(String name, Duration limit) {
        String reference = FakeJudge.SLOW + name + "@" + name;
        return judgements.judgement(new ImageQuery(reference, name, null, List.of(), false, limit), AGE, AGE);
    }

    @Test
    void imagesThatAreSlowToOpenTakeNoPlaceOfOthers() throws InterruptedException {
        judgements.limit(1, 10, 10);
        CompletableFuture<Judgement> a = open("a", AGE);
        CompletableFuture<Judgement> b = open("b", AGE);
        judge.opening();
        judge.opening();
        assertThat(ask("c").join().complete()).isTrue();
        assertThat(a).isNotDone();
        assertThat(b).isNotDone();
    }

    @Test
    void openingIsBoundedToo() throws InterruptedException {
        judgements.limit(1, 10, 10);
        Duration limit = Duration.ofMillis(50);
        List<CompletableFuture<Judgement>> all = Stream.of("a", "b", "c", "d", "e")
                .map(name -> open(name, limit))
                .toList();
        for (CompletableFuture<Judgement> each : all) {
            assertThatThrownBy(each::join).hasRootCauseInstanceOf(InterruptedException.class);
            assertThatThrownBy(each::join).cause().hasMessage("it took more than 0.05 s (scanTimeout)");
        }
        assertThat(ask("f").join().complete()).isTrue();
    }

    @Test
    void resolvingIsBoundedToo() {
        Duration limit = Duration.ofMillis(50);
        assertThatThrownBy(() ->
                        judgements.digest(FakeJudge.SLOW + "a:1", AGE, limit).join())
                .cause()
                .hasMessage("it took more than 0.05 s (scanTimeout)");
        assertThat(judgements.digest("a:1", AGE, AGE).join()).isEqualTo(FakeJudge.digest("a:1"));
    }

    @Test
    void manySilentRegistriesStopNoOthers() throws InterruptedException {
        judgements.limit(1, 100, 10);
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            waiting.add(open("image" + i, AGE));
            judge.opening();
        }
        for (int i = 0; i < 100; i++) {
            waiting.add(judgements.digest(FakeJudge.SLOW + "a:" + i, AGE, AGE));
            judge.opening();
        }
        assertThat(judgements.digest("a:1", AGE, AGE).join()).isEqualTo(FakeJudge.digest("a:1"));
        assertThat(ask("b").join().complete()).isTrue();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void aScanThatTakesTooLongFreesItsPlace() throws InterruptedException {
        BlockingQueue<Thread> scanning = new LinkedBlockingQueue<>();
        judge.hold();
        judge.tell(scanning);
        judgements.limit(1, 10, 10);
        Duration limit = Duration.ofMillis(50);
        CompletableFuture<Judgement> first =
                judgements.judgement(new ImageQuery("a@a", "a", null, List.of(), false, limit), AGE, AGE);
        scanning.take();
        CompletableFuture<Judgement> second = ask("b");
        scanning.take();
        assertThatThrownBy(first::join).cause().hasMessageContaining("scanTimeout");
        judge.release();
        assertThat(second.join().complete()).isTrue();
    }

    @Test
    void waitingForAPlaceTakesNoTime() throws InterruptedException {
        BlockingQueue<Thread> scanning = new LinkedBlockingQueue<>();
        judge.hold();
        judge.tell(scanning);
        judgements.limit(1, 10, 10);
        CompletableFuture<Judgement> first = ask("a");
        scanning.take();
        CompletableFuture<Judgement> second = judgements.judgement(
                new ImageQuery("b@b", "b", null, List.of(), false, Duration.ofSeconds(1)), AGE, AGE);
        assertThatThrownBy(() -> second.get(1500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        judge.release();
        assertThat(second.join().complete()).isTrue();
        assertThat(first.join().complete()).isTrue();
    }

    @Test
    void tagsAreResolvedAnew() {
        assertThat(judgements.digest("a:1", RETRY, AGE).join()).isEqualTo(FakeJudge.digest("a:1"));
        assertThat(judgements.digest("a:1", RETRY, AGE)).isCompleted();
        assertThat(judge.resolved()).isEqualTo(1);
        pass(RETRY);
        judgements.digest("a:1", RETRY, AGE).join();
        assertThat(judge.resolved()).isEqualTo(2);
    }

    @Test
    void afterAFailureATagIsResolvedAgain() {
        judge.resolvesNothing(new UnresolvableImageException("no such image"));
        assertThatThrownBy(() -> judgements.digest("a:1", AGE, AGE).join()).hasRootCauseMessage("no such image");
        judge.resolvesNothing(null);
        assertThat(judgements.digest("a:1", AGE, AGE).join()).isEqualTo(FakeJudge.digest("a:1"));
    }
}
