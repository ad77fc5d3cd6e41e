package dev.nydusview.scan.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.scan.access.AccessRecord;
import dev.nydusview.scan.access.UserAccess;
import dev.nydusview.testdata.builder.ImageBuilder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests what a source is asked to fetch ahead. */
@Timeout(60)
class ReadAheadTest {
    private static final long BUDGET = 1 << 30;
    private static final long MUCH = 1 << 20;

    private final RecordedPrefetches source = new RecordedPrefetches();
    private final AccessRecord record = new AccessRecord(AccessRecord.Watch.NONE);
    private final UserAccess scanner = record.of(1);
    private SampleImage sample;
    private ReadAhead ahead;

    @BeforeEach
    void open() throws IOException {
        sample = SampleImage.of(ImageBuilder.v6());
        ahead = new ReadAhead(sample.image(), source, sample.locator(), BUDGET);
    }

    @AfterEach
    void close() {
        ahead.close();
    }

    private static Profile profile(String... globs) {
        return new Profile(1, "test", null, List.of(new Rule(List.of(globs), null, null, null, null, FilePart.WHOLE)));
    }

    @Test
    void asksForWhatProfilesSay() throws Exception {
        ahead.start(List.of(profile("etc/conf"), profile("bin/small")));
        RecordedPrefetches.Prefetch asked = source.next();

        assertThat(sample.places(asked.chunks())).containsExactly("etc/conf 0", "bin/small 0");
        assertThat(asked.budget()).isEqualTo(BUDGET);
        assertThat(ahead.wholeBlobs()).isEmpty();
        asked.observer().fetched(4096);
        asked.observer().fetched(100);
        assertThat(ahead.bytes()).isEqualTo(4196);
        assertThat(ahead.requests()).isEqualTo(2);
    }

    @Test
    void asksForTheWholeBlobIfMostOfItIsWanted() throws Exception {
        ahead.start(List.of(profile("bin/tool")));
        RecordedPrefetches.Prefetch asked = source.next();

        List<String> places = sample.places(asked.chunks());
        assertThat(places).startsWith("bin/tool 0", "bin/tool 1", "bin/tool 2", "bin/tool 3", "bin/tool 4");
        assertThat(places).containsAll(sample.allPlaces());
        assertThat(ahead.wholeBlobs())
                .isEqualTo(sample.image().blobs().stream().map(BlobInfo::id).toList());
    }

    /** 4 of 17 chunks. */
    @Test
    void asksForNoMoreIfLessIsWanted() throws Exception {
        ahead.start(List.of(profile("usr/share/text")));
        assertThat(source.next().chunks()).hasSize(4);
        assertThat(ahead.wholeBlobs()).isEmpty();
    }

    @Test
    void asksForEverythingOnceScannersReadMost() throws Exception {
        ahead.start(List.of());
        readUntilThatIsMost();
        RecordedPrefetches.Prefetch everything = source.next();

        assertThat(sample.places(everything.chunks())).containsExactlyInAnyOrderElementsOf(sample.allPlaces());
        assertThat(everything.budget()).isEqualTo(BUDGET);
        assertThat(ahead.wholeBlobs()).hasSize(1);
        everything.end().complete(null);
        ahead.fetched(MUCH);
        ahead.close();
        assertThat(source.asked()).isEmpty();
    }

    /** Repeats the reads, as it is unknown when the order of the files has been computed. */
    private void readUntilThatIsMost() {
        while (ahead.wholeBlobs().isEmpty()) {
            ahead.read(scanner, sample.file("usr/share/text"), 0, 10);
            ahead.fetched(MUCH);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Test
    void whatIsOnItsWayIsInTheBudget() throws Exception {
        ahead.start(List.of(profile("etc/conf")));
        RecordedPrefetches.Prefetch first = source.next();
        readUntilThatIsMost();
        assertThat(source.asked()).isEmpty();
        first.observer().fetched(BUDGET - 5);
        first.end().complete(null);
        assertThat(source.next().budget()).isEqualTo(5);
    }

    @Test
    void beginsNothingOnceItIsClosed() throws Exception {
        ahead.start(List.of(profile("etc/conf")));
        RecordedPrefetches.Prefetch first = source.next();
        readUntilThatIsMost();
        ahead.close();
        first.end().complete(null);
        ahead.fetched(MUCH);
        assertThat(source.asked()).isEmpty();
    }

    /** Reads until a prefetch was requested, as it is unknown when the order of the files has been computed. */
    @Test
    void asksForTheNextFilesOnceManyRequestsWereMade() throws Exception {
        ahead.close();
        SampleImage many = SequentialPrefetcherTest.manyFiles();
        ahead = new ReadAhead(many.image(), source, many.locator(), BUDGET);
        List<String> walk = SequentialPrefetcherTest.walk(many);
        for (int request = 0; request < 16; request++) {
            assertThat(source.asked()).isEmpty();
            ahead.fetched(100);
        }
        for (int scanner = 2; source.asked().isEmpty(); scanner++) {
            for (String file : walk.subList(0, 40)) {
                ahead.read(record.of(scanner), many.file(file), 0, 100);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        assertThat(many.places(source.next().chunks())).contains(walk.get(50) + " 0");
        assertThat(ahead.wholeBlobs()).isEmpty();
    }

    @Test
    void howFarScannersHaveCome() {
        TreeOrder order = TreeOrder.of(sample.image());
        assertThat(order.share()).isZero();
        order.passed(sample.file("usr/share/text"));
        double share = order.share();
        assertThat(share).isEqualTo(1);
        order.passed(sample.file("bin/tool"));
        assertThat(order.share()).isEqualTo(share);
        assertThat(TreeOrder.UNKNOWN.share()).isZero();
    }
}
