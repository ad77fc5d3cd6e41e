package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads whose bytes do not come, and what goes on beside them. */
@Tag("mount")
class PendingReadsTest {
    private static final int LIMIT_SECONDS = 20;
    private static final int CHUNK = BuiltTree.CHUNK;

    @TempDir
    Path directory;

    private final ExecutorService readers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-reader");
        thread.setDaemon(true);
        return thread;
    });

    private final List<Process> programs = new ArrayList<>();

    @BeforeEach
    void needsFuse() {
        TestMounts.assumeFuse();
    }

    @AfterEach
    void endReaders() {
        programs.forEach(Process::destroyForcibly);
        readers.shutdownNow();
    }

    private static BuiltTree tree(int held) throws IOException {
        SourceTree tree = new SourceTree().directory("/held").directory("/free");
        IntStream.range(0, held).forEach(i -> tree.file("/held/" + i, BuiltTree.content(i, 3 * CHUNK)));
        IntStream.range(0, 200).forEach(i -> tree.file("/free/" + i, BuiltTree.content(1000 + i, 5000)));
        return BuiltTree.of(tree.file("/small", BuiltTree.content(7, 100)));
    }

    private <T> T soon(Callable<T> task) throws Exception {
        return readers.submit(task).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private Future<byte[]> read(String path) {
        return readers.submit(() -> Files.readAllBytes(directory.resolve(path)));
    }

    /** Ways of serving in which reads, or opens, wait. */
    enum Mode {
        PLAIN,
        TOLD,
        VERIFIED;

        private ServeOptions options() {
            return switch (this) {
                case PLAIN -> ServeOptions.DEFAULT;
                case TOLD -> ServeOptions.DEFAULT.withEveryOpen();
                case VERIFIED -> new ServeOptions(1 << 20, false);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void fortyDelayNeitherMetadataNorOtherReads(Mode mode) throws Exception {
        TestMounts.assumeNative();
        assertNothingWaitsBeside(40, mode);
    }

    /** More than the kernel reads ahead at a time by default. */
    @Test
    void aHundredDelayNeitherMetadataNorOtherReads() throws Exception {
        TestMounts.assumeNative();
        assertNothingWaitsBeside(100, Mode.PLAIN);
    }

    private void assertNothingWaitsBeside(int count, Mode mode) throws Exception {
        BuiltTree built = tree(count);
        GatedSource source = new GatedSource(built);
        String[] paths = IntStream.range(0, count).mapToObj(i -> "held/" + i).toArray(String[]::new);
        for (String path : paths) {
            source.hold(path);
        }
        try (ImageMount mount = TestMounts.start(built, source, directory, mode.options())) {
            List<Future<byte[]>> waiting = new ArrayList<>();
            try {
                for (String path : paths) {
                    waiting.add(read(path));
                    source.awaitAsked(path);
                }
                assertThat(soon(() -> Files.size(directory.resolve("held/3")))).isEqualTo(3L * CHUNK);
                assertThat(soon(() -> directory.resolve("free").toFile().list()))
                        .hasSize(200);
                assertThat(soon(() -> Files.exists(directory.resolve("held/none"))))
                        .isFalse();
                for (int i = 0; i < 200; i++) {
                    String path = "free/" + i;
                    assertThat(soon(() -> Files.readAllBytes(directory.resolve(path))))
                            .isEqualTo(BuiltTree.content(1000 + i, 5000));
                }
                assertThat(waiting).noneMatch(Future::isDone);
            } finally {
                source.letGo();
            }
            for (int i = 0; i < count; i++) {
                assertThat(waiting.get(i).get(LIMIT_SECONDS, TimeUnit.SECONDS))
                        .isEqualTo(BuiltTree.content(i, 3 * CHUNK));
            }
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    /**
     * The page cache has the first page of a file locked until its second chunk comes, while its first chunk is at hand:
     * whoever reads the files before it in the directory must not wait for that page.
     */
    @Test
    void readsDoNotWaitForSiblingsThatAreBeingRead() throws Exception {
        SourceTree tree = new SourceTree().directory("/d");
        IntStream.range(100, 200)
                .forEach(i -> tree.file("/d/" + i, BuiltTree.content(i, i % 10 == 5 ? 2 * CHUNK : 2000)));
        BuiltTree built = BuiltTree.of(tree);
        GatedSource source = new GatedSource(built);
        for (int i = 105; i < 200; i += 10) {
            source.hold("d/" + i, offset -> offset > 0);
        }
        try (ImageMount mount = TestMounts.start(built, source, directory, ServeOptions.DEFAULT)) {
            try {
                assertThat(soon(() -> directory.resolve("d").toFile().list())).hasSize(100);
                for (int i = 105; i < 200; i += 10) {
                    var unused = read("d/" + i);
                    source.awaitAsked("d/" + i);
                }
                for (int i = 100; i < 200; i++) {
                    if (i % 10 != 5) {
                        Path file = directory.resolve("d/" + i);
                        assertThat(soon(() -> Files.readAllBytes(file)))
                                .as(file.toString())
                                .isEqualTo(BuiltTree.content(i, 2000));
                    }
                }
            } finally {
                source.letGo();
            }
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void siblingsAreFetchedForReadersThatMayWantThem(boolean mayWantSiblings) throws Exception {
        TestMounts.assumeNative();
        BuiltTree built = tree(0);
        GatedSource source = new GatedSource(built);
        AccessListener listener = new AccessListener() {
            @Override
            public FileListener opened(Inode file, Caller caller) {
                return new FileListener() {
                    @Override
                    public boolean mayWantSiblings() {
                        return mayWantSiblings;
                    }
                };
            }

            @Override
            public void failed(Caller caller, Throwable cause) {}
        };
        FileReader files = new FileReader(built.image().tree(), source);
        MountOptions options = BuiltTree.options(ServeOptions.DEFAULT);
        try (PendingMount pending = PendingMount.make(TestMounts.ENGINE, directory, options);
                ImageMount mount = pending.serveWatched(built.image(), files, listener)) {
            List<String> names = List.of(directory.resolve("free").toFile().list());
            for (String name : names.subList(0, 100)) {
                assertThat(soon(() -> Files.readAllBytes(directory.resolve("free/" + name))))
                        .isEqualTo(BuiltTree.content(1000 + Integer.parseInt(name), 5000));
            }
            assertThat(names.subList(100, names.size()).stream().anyMatch(name -> isAsked(source, "free/" + name)))
                    .isEqualTo(mayWantSiblings);
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    private static boolean isAsked(GatedSource source, String path) {
        try {
            return source.isAsked(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process program(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        programs.add(process);
        return process;
    }

    private Process direct(String path) throws IOException {
        return program("dd", "if=" + directory.resolve(path), "of=/dev/null", "bs=1M", "iflag=direct");
    }

    private Process buffered(String path) throws IOException {
        return program("cat", directory.resolve(path).toString());
    }

    private static void signal(Process process, String signal) throws Exception {
        Programs.run("kill", "-" + signal, String.valueOf(process.pid()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM", "ALRM"})
    void aProcessThatWaitsCanBeKilled(String signal) throws Exception {
        TestMounts.assumeNative();
        BuiltTree built = tree(4);
        GatedSource source =
                new GatedSource(built).hold("held/0").hold("held/1").hold("held/2");
        try (ImageMount mount = TestMounts.start(built, source, directory, ServeOptions.DEFAULT)) {
            Process buffered = buffered("held/0");
            Process direct = direct("held/1");
            source.awaitAsked("held/0", "held/1");
            signal(buffered, signal);
            signal(direct, signal);
            assertThat(buffered.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("of the page cache")
                    .isTrue();
            assertThat(direct.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("past the page cache")
                    .isTrue();
            assertThat(mount.ledger().failures()).isEmpty();
            source.letGo();
            assertThat(read("held/0").get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(BuiltTree.content(0, 3 * CHUNK));
        }
    }

    /** An open waits in the kernel as a read past the page cache does. */
    @Test
    void aProcessThatWaitsForAnOpenCanBeKilled() throws Exception {
        TestMounts.assumeNative();
        BuiltTree built = tree(1);
        GatedSource source = new GatedSource(built).hold("held/0");
        try (ImageMount mount = TestMounts.start(built, source, directory, new ServeOptions(1 << 20, false))) {
            Process opening = buffered("held/0");
            source.awaitAsked("held/0");
            signal(opening, "KILL");
            assertThat(opening.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            source.letGo();
            assertThat(read("held/0").get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(BuiltTree.content(0, 3 * CHUNK));
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    /** dd(1) has a handler for SIGUSR1. */
    @Test
    void aSignalThatIsHandledIsNoFailure() throws Exception {
        BuiltTree built = tree(1);
        GatedSource source = new GatedSource(built).hold("held/0");
        try (ImageMount mount = TestMounts.start(built, source, directory, ServeOptions.DEFAULT)) {
            Process direct = direct("held/0");
            source.awaitAsked("held/0");
            for (int i = 0; i < 3; i++) {
                signal(direct, "USR1");
            }
            assertThat(direct.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
            source.letGo();
            assertThat(direct.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(direct.exitValue()).isZero();
            assertThat(mount.ledger().totals().bytesRead()).isEqualTo(3L * CHUNK);
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    /** The kernel reports the first signal only. */
    @Test
    void aProcessThatHasHandledASignalCanStillBeKilled() throws Exception {
        TestMounts.assumeNative();
        BuiltTree built = tree(1);
        GatedSource source = new GatedSource(built).hold("held/0");
        try (ImageMount mount = TestMounts.start(built, source, directory, ServeOptions.DEFAULT)) {
            Process direct = direct("held/0");
            source.awaitAsked("held/0");
            signal(direct, "USR1");
            assertThat(direct.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
            signal(direct, "KILL");
            assertThat(direct.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(mount.ledger().failures()).isEmpty();
            source.letGo();
        }
    }

    @Test
    void aMountThatIsDetachedEndsWithItsLastRead() throws Exception {
        BuiltTree built = tree(1);
        GatedSource source = new GatedSource(built).hold("held/0");
        try (ImageMount mount = TestMounts.start(built, source, directory, ServeOptions.DEFAULT)) {
            Future<byte[]> read = read("held/0");
            source.awaitAsked("held/0");
            mount.unmount(true);
            assertThat(directory).isEmptyDirectory();
            assertThat(mount.awaitEnd(Duration.ofMillis(50))).isFalse();
            source.letGo();
            assertThat(read.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(BuiltTree.content(0, 3 * CHUNK));
            assertThat(mount.awaitEnd(Duration.ofSeconds(LIMIT_SECONDS))).isTrue();
            assertEngineThreadsEnd();
        }
    }

    @Test
    void aMountThatIsDetachedEndsWithItsLastReader() throws Exception {
        TestMounts.assumeNative();
        BuiltTree built = tree(2);
        GatedSource source = new GatedSource(built).hold("held/0").hold("held/1");
        try (ImageMount mount = TestMounts.start(built, source, directory, ServeOptions.DEFAULT)) {
            List<Process> waiting = List.of(buffered("held/0"), direct("held/1"));
            source.awaitAsked("held/0", "held/1");
            mount.unmount(true);
            for (Process process : waiting) {
                signal(process, "KILL");
                assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(mount.awaitEnd(Duration.ofSeconds(LIMIT_SECONDS))).isTrue();
            assertEngineThreadsEnd();
            source.letGo(); // answers come to nothing
        }
    }

    private static void assertEngineThreadsEnd() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        List<String> left;
        do {
            left = Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> name.matches("fuse-\\d+|mount-.*"))
                    .toList();
            Thread.onSpinWait();
        } while (!left.isEmpty() && System.nanoTime() < deadline);
        assertThat(left).as("threads of an engine").isEmpty();
    }
}
