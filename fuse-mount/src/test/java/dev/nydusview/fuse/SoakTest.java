package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.linux.Unmounting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Mixed parallel readers for as long as {@code soak.seconds} says (default: 6), each format half of that; then the server's
 * threads, descriptors and memory are compared with those of its first third.
 */
@Tag("mount")
class SoakTest {
    /** More than the bounds of the engine, and the JVM's own. */
    private static final int MOST_THREADS = 400;

    private static final int MOST_DESCRIPTORS = 400;

    private static final int SECONDS = Integer.getInteger("soak.seconds", 6);
    private static final int READERS = 64;
    private static final long MAX_STALL_MILLIS = 20_000;
    private static final long MEMORY_SLACK = 48L << 10;

    @TempDir
    Path directory;

    /** Resources of the server at a moment. */
    private record Sample(long threads, long descriptors, long anonymousKib) {}

    @BeforeEach
    void needsFuse() {
        TestMounts.assumeFuse();
    }

    @AfterEach
    void unmount() throws IOException {
        Unmounting.unmount(directory, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5", "v6"})
    void readersSeeEveryByteAndTheServerStaysAsItIs(String version) throws Exception {
        List<Sample> samples = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(List.of(), directory.toString(), "stay", version)) {
            ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();
            MixedReaders readers = new MixedReaders(directory, Math.max(SECONDS / 2, 1));
            try {
                var unused = sampler.scheduleAtFixedRate(
                        () -> samples.add(sample(server.process().pid())), 100, 200, TimeUnit.MILLISECONDS);
                readers.run(READERS);
            } finally {
                sampler.shutdown();
                assertThat(sampler.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            }
            report(version, readers, samples);
            assertThat(readers.operations()).isPositive();
            assertThat(readers.longestMillis()).isLessThan(MAX_STALL_MILLIS);
            assertStaysAsItIs(samples);
            System.gc(); // of this JVM, which keeps mappings, and so the mount, until then
            Unmounting.unmount(directory, true);
            server.awaitEnd();
            assertThat(server.process().exitValue()).isZero();
        }
    }

    private static Sample sample(long pid) {
        Path process = Path.of("/proc", String.valueOf(pid));
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"));
                Stream<String> status = Files.lines(process.resolve("status"))) {
            List<String> lines = status.toList();
            return new Sample(number(lines, "Threads:"), descriptors.count(), number(lines, "RssAnon:"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long number(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).replace("kB", "").strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    /** Compares medians of the last third with the most of the first, in which the server still grows. */
    private static void assertStaysAsItIs(List<Sample> samples) {
        int third = samples.size() / 3;
        assertThat(third).as("samples").isPositive();
        List<Sample> first = samples.subList(0, third);
        List<Sample> last = samples.subList(samples.size() - third, samples.size());
        if (SECONDS < 60) { // before that the server still grows
            assertThat(most(last, Sample::threads)).as("threads").isLessThan(MOST_THREADS);
            assertThat(most(last, Sample::descriptors)).as("descriptors").isLessThan(MOST_DESCRIPTORS);
            return;
        }
        assertThat(median(last, Sample::threads)).as("threads").isLessThanOrEqualTo(most(first, Sample::threads) + 16);
        assertThat(median(last, Sample::descriptors))
                .as("descriptors")
                .isLessThanOrEqualTo(most(first, Sample::descriptors) + 16);
        assertThat(median(last, Sample::anonymousKib))
                .as("anonymous memory in KiB")
                .isLessThanOrEqualTo(most(first, Sample::anonymousKib) + MEMORY_SLACK);
    }

    private static long most(List<Sample> samples, ToLongFunction<Sample> value) {
        return samples.stream().mapToLong(value).max().orElseThrow();
    }

    private static long median(List<Sample> samples, ToLongFunction<Sample> value) {
        return value.applyAsLong(samples.stream()
                .sorted(Comparator.comparingLong(value))
                .toList()
                .get(samples.size() / 2));
    }

    private static void report(String version, MixedReaders readers, List<Sample> samples) {
        int third = samples.size() / 3;
        System.out.printf(
                "soak %s %s: %s; first third at most %s, then %s%n",
                TestMounts.ENGINE,
                version,
                readers,
                summary(samples.subList(0, third), true),
                summary(samples.subList(samples.size() - third, samples.size()), false));
    }

    private static String summary(List<Sample> samples, boolean most) {
        return Stream.<ToLongFunction<Sample>>of(Sample::threads, Sample::descriptors, Sample::anonymousKib)
                        .map(value -> most ? most(samples, value) : median(samples, value))
                        .toList()
                + " threads, descriptors, KiB";
    }
}
