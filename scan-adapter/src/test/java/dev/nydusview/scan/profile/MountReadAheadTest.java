package dev.nydusview.scan.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.fuse.Caller;
import dev.nydusview.fuse.ProcessIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what is fetched ahead for the readers of a mount. */
@Timeout(60)
class MountReadAheadTest {
    private static final int SIZE = 100;

    @TempDir
    Path directory;

    private final RecordedPrefetches source = new RecordedPrefetches();
    private SampleImage sample;
    private MountReadAhead ahead;

    @BeforeEach
    void open() throws IOException {
        sample = SequentialPrefetcherTest.manyFiles();
        ahead = new MountReadAhead(sample.open(source), () -> 100, true);
    }

    @AfterEach
    void close() {
        ahead.close();
    }

    private void read(String file, int process) {
        ahead.opened(sample.file(file), new Caller(new ProcessIdentity(process, process, process), "/" + file))
                .read(0, ByteBuffer.allocate(SIZE));
    }

    /** Walks in ever new sessions, as it is unknown when the order of the files has been computed. */
    private List<String> fetchedFor(List<String> files) throws InterruptedException {
        for (int session = 1_000_000_000; source.asked().isEmpty(); session++) {
            assertThat(session).as("walks in vain").isLessThan(1_000_001_000);
            for (String file : files) {
                read(file, session);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return sample.places(source.next().chunks());
    }

    @Test
    void theNextFilesOfAProgramThatGoesThroughADirectory() throws Exception {
        List<String> walk = SequentialPrefetcherTest.walk(sample);

        assertThat(fetchedFor(walk.subList(0, 12))).contains(walk.get(12) + " 0", walk.get(20) + " 0");
    }

    @Test
    void nothingForAProgramThatReadsHereAndThere() throws Exception {
        List<String> walk = SequentialPrefetcherTest.walk(sample);
        fetchedFor(walk.subList(0, 12)); // the order is known now
        source.asked().clear();
        for (int file = 0; file < walk.size(); file += 7) {
            read(walk.get(file), 7);
        }

        assertThat(source.asked().poll(100, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void theProfileOfAScannerThatIsKnownByItsExecutable() throws Exception {
        Process trivy = program("trivy-linux-amd64", "rootfs", "--format=cyclonedx");
        try {
            read("etc/conf", (int) trivy.pid());

            assertThat(sample.places(source.next().chunks()))
                    .containsExactly("bin/small 0", "bin/tool 0", "bin/tool 3", "bin/tool 4");
            read("etc/conf", (int) trivy.pid());
            assertThat(source.asked().poll(100, TimeUnit.MILLISECONDS))
                    .as("once")
                    .isNull();
        } finally {
            trivy.destroy();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s/etc/", "dir:%s", "--root=%s"})
    void theProfileOfAScannerThatIsStartedForTheMountBeforeItReads(String argument) throws Exception {
        ahead.lookForScanners(directory);
        Process other = program("trivy-other", "rootfs", "--format", "cyclonedx", directory + "-other");
        Process trivy = program("trivy", "rootfs", "--format", "cyclonedx", String.format(argument, directory));
        try {
            assertThat(sample.places(source.next().chunks()))
                    .containsExactly("bin/small 0", "bin/tool 0", "bin/tool 3", "bin/tool 4");
            read("etc/conf", (int) trivy.pid());
            assertThat(source.asked().poll(200, TimeUnit.MILLISECONDS))
                    .as("once")
                    .isNull();
        } finally {
            trivy.destroy();
            other.destroy();
        }
    }

    @Test
    void nothingForAScannerThatIsStartedForAnotherDirectory() throws Exception {
        ahead.lookForScanners(directory);
        Process trivy = program("trivy", "rootfs", "--format", "cyclonedx", directory + "-other");
        try {
            assertThat(source.asked().poll(1, TimeUnit.SECONDS)).isNull();
        } finally {
            trivy.destroy();
        }
    }

    @Test
    void nothingMoreForAScannerThatReadsWhatItsProfileNames() throws Exception {
        List<String> walk = SequentialPrefetcherTest.walk(sample);
        fetchedFor(walk.subList(0, 12)); // the order is known now
        source.asked().clear();
        Process clamscan = program("clamscan", "-r", "/mnt");
        try {
            read(walk.get(0), (int) clamscan.pid());
            assertThat(source.next().chunks()).as("the profile").hasSizeGreaterThan(walk.size() - 1);
            walk.forEach(file -> read(file, (int) clamscan.pid()));

            assertThat(source.asked().poll(200, TimeUnit.MILLISECONDS)).isNull();
        } finally {
            clamscan.destroy();
        }
    }

    @Test
    void nothingForAScannerWithoutProfiles() throws Exception {
        ahead.close();
        ahead = new MountReadAhead(sample.open(source), () -> 0, false);
        ahead.lookForScanners(directory);
        Process trivy = program("trivy", "rootfs", "--format", "cyclonedx", directory.toString());
        try {
            read("etc/conf", (int) trivy.pid());

            assertThat(source.asked().poll(100, TimeUnit.MILLISECONDS)).isNull();
        } finally {
            trivy.destroy();
        }
    }

    /** A shell by another name, which waits with its arguments in sight. */
    private Process program(String name, String... arguments) throws IOException {
        Path program = Files.copy(Path.of("/bin/sh").toRealPath(), directory.resolve(name));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "-c", "read line", "sh");
        builder.command().addAll(List.of(arguments));
        return builder.start();
    }
}
