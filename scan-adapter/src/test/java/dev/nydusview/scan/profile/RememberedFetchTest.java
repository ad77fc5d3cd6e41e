package dev.nydusview.scan.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.fuse.Caller;
import dev.nydusview.fuse.FileListener;
import dev.nydusview.fuse.ProcessIdentity;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.path.FileStretches;
import dev.nydusview.rafs.path.FileStretches.Stretch;
import dev.nydusview.testdata.builder.ImageBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests what is fetched of an image because other images of its repository were read, and what of it is used. */
@Timeout(60)
class RememberedFetchTest {
    private static final int CHUNK = SampleImage.CHUNK;
    /** Chunks of one MiB that are fetched unasked. */
    private static final int FIRST_MIB = 16;

    private final RecordedPrefetches source = new RecordedPrefetches();
    private SampleImage sample;
    private MountReadAhead ahead;

    @BeforeEach
    void open() throws IOException {
        sample = SampleImage.of(ImageBuilder.v6(), "/etc/os-release");
        ahead = new MountReadAhead(sample.open(source), () -> 0, true);
    }

    @AfterEach
    void close() {
        ahead.close();
    }

    private static FileStretches file(String path, Stretch... stretches) {
        EntryPath place = EntryPath.ROOT;
        for (String name : path.split("/", -1)) {
            place = place.child(RawName.of(name));
        }
        return new FileStretches(place, List.of(stretches));
    }

    private static Stretch chunks(int from, int to) {
        return new Stretch((long) from * CHUNK, (long) to * CHUNK);
    }

    private FileListener opened(String file) {
        return ahead.opened(sample.file(file), new Caller(new ProcessIdentity(0, 0, 0), "/" + file));
    }

    @Test
    void filesThatThisImageHasTooInTheOrderOfTheirReads() throws Exception {
        ahead.begin(() -> List.of(
                file("usr/share/text", chunks(1, 2), chunks(3, 9)),
                file("usr/share/gone", chunks(0, 1)),
                file("usr/share", chunks(0, 1)),
                file("bin/tool/below", chunks(0, 1)),
                file("usr/share/link.json", chunks(0, 1)),
                file("etc/empty", chunks(0, 1)),
                file("usr/share/a.json", chunks(7, 9)),
                file("bin/small", chunks(0, 1))));

        assertThat(sample.places(source.next().chunks()))
                .containsExactly("usr/share/text 1", "usr/share/text 3", "bin/small 0");
    }

    @Test
    void databasesOfPackagesIfNothingIsRemembered() throws Exception {
        ahead.begin(List::of);

        RecordedPrefetches.Prefetch asked = source.next();
        assertThat(sample.places(asked.chunks())).containsExactly("etc/os-release 0");
    }

    /** Completes what was asked for, as if it had been fetched. */
    private List<ChunkRef> arrive() throws InterruptedException {
        RecordedPrefetches.Prefetch asked = source.next();
        asked.chunks().forEach(chunk -> asked.observer().fetchingAhead(chunk, sample.location(chunk)));
        asked.observer()
                .fetched(asked.chunks().stream().mapToLong(ChunkRef::size).sum());
        asked.end().complete(null);
        return asked.chunks();
    }

    private void assertNothingIsAsked() throws InterruptedException {
        assertThat(source.asked().poll(100, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void muchMoreOnlyWhenReadersUseIt() throws Exception {
        ahead.close();
        sample = SampleImage.large(24 << 20);
        ahead = new MountReadAhead(sample.open(source), () -> 0, true);
        ahead.begin(() -> List.of(file("large", new Stretch(0, Long.MAX_VALUE))));
        List<ChunkRef> fetched = new ArrayList<>();
        while (fetched.size() < FIRST_MIB) {
            fetched.addAll(arrive());
        }
        assertThat(fetched).hasSize(FIRST_MIB);
        assertNothingIsAsked();

        FileListener reader = opened("large");
        reader.delivered(fetched.get(0));
        List<ChunkRef> more = arrive();
        assertThat(more).hasSize(3);
        assertNothingIsAsked();

        fetched.addAll(more);
        fetched.forEach(reader::delivered);
        while (fetched.size() < 24) {
            fetched.addAll(arrive());
        }
        assertThat(fetched).isEqualTo(sample.chunks("large"));
        assertThat(ahead.usedBytes()).isEqualTo(19L << 20);
        fetched.forEach(reader::delivered);
        assertNothingIsAsked();
        assertThat(ahead.usedBytes()).isEqualTo(ahead.bytes()).isEqualTo(24L << 20);
    }

    @Test
    void whatReadersAreGivenOfItIsUsedOnce() throws Exception {
        ahead.begin(() -> List.of(file("bin/tool", chunks(0, 5)), file("etc/conf", chunks(0, 1))));
        List<ChunkRef> fetched = arrive();
        assertThat(ahead.bytes()).isEqualTo(5 * CHUNK + 100);
        assertThat(ahead.usedBytes()).isZero();

        FileListener reader = opened("bin/tool");
        reader.delivered(fetched.get(1));
        reader.delivered(fetched.get(1));
        reader.delivered(sample.chunks("usr/share/a.json").get(0)); // nobody has fetched it ahead
        assertThat(ahead.usedBytes()).isEqualTo(CHUNK);
        ahead.storedAhead(sample.file("etc/conf"), 100);
        assertThat(ahead.usedBytes()).isEqualTo(CHUNK + 100);
        assertThat(ahead.bytes()).isEqualTo(5 * CHUNK + 100);
    }

    @Test
    void readsAreToldWithTheirPathsInTheirOrder() {
        assertThat(ahead.reads()).isEmpty();
        opened("usr/share/text").read(CHUNK, ByteBuffer.allocate(100));
        long changes = ahead.readsSoFar();
        opened("usr/share/text").read(CHUNK + 20, ByteBuffer.allocate(10));
        assertThat(ahead.readsSoFar()).isEqualTo(changes);
        opened("bin/small").read(0, ByteBuffer.allocate(10));
        ahead.storedAhead(sample.file("bin/tool"), 5);
        opened("etc/conf").read(100, ByteBuffer.allocate(0)); // at its end

        assertThat(ahead.reads())
                .extracting(read -> read.path() + " " + read.stretches())
                .containsExactly(
                        "/usr/share/text " + List.of(new Stretch(CHUNK, CHUNK + 100)),
                        "/bin/small " + List.of(new Stretch(0, 10)),
                        "/bin/tool " + List.of(new Stretch(0, 5)));
        assertThat(ahead.readsSoFar()).isGreaterThan(changes);
    }

    @Test
    void nothingMoreOnceItIsClosed() throws Exception {
        ahead.begin(() -> List.of(file("bin/tool", chunks(0, 1))));
        RecordedPrefetches.Prefetch asked = source.next();
        ahead.close();
        asked.end().complete(null);
        ahead.begin(() -> List.of(file("etc/conf", chunks(0, 1))));

        assertNothingIsAsked();
    }
}
