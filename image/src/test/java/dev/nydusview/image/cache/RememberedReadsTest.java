package dev.nydusview.image.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CacheRoot;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.path.FileStretches;
import dev.nydusview.rafs.path.FileStretches.Stretch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Memory of what was read of repositories. */
@Timeout(120)
class RememberedReadsTest {
    private static final String APP = "registry.example/app";

    private CacheLayout layout;
    private RememberedReads memory;
    private RepositoryReads app;

    @BeforeEach
    void open(@TempDir Path parent) throws IOException {
        layout = new CacheLayout(parent.toRealPath().resolve("cache"));
        CacheRoot.create(layout);
        memory = new RememberedReads(layout);
        app = new RepositoryReads(memory, APP);
    }

    private static FileStretches file(String path, Stretch... stretches) {
        EntryPath place = EntryPath.ROOT;
        for (String name : path.split("/", -1)) {
            place = place.child(RawName.of(name));
        }
        return new FileStretches(place, stretches.length == 0 ? List.of(new Stretch(0, 10)) : List.of(stretches));
    }

    private static List<FileStretches> files(String... paths) {
        return Arrays.stream(paths).map(RememberedReadsTest::file).toList();
    }

    private static List<String> paths(RepositoryReads reads) {
        return reads.known().stream().map(file -> file.path().toString()).toList();
    }

    private Path file() throws IOException {
        return layout.reads(APP);
    }

    @Test
    void theReadsOfALaterMountComeFirstInTheirOrder() {
        app.add(files("a", "b/c", "d"), true);
        app.add(files("d", "e"), true);

        assertThat(paths(app)).containsExactly("/d", "/e", "/a", "/b/c");
        assertThat(new RepositoryReads(memory, "registry.example/other").known())
                .isEmpty();
    }

    @Test
    void namesAreBytes() {
        EntryPath path = EntryPath.ROOT.child(RawName.of(new byte[] {(byte) 0xff, '\n', ' '}));
        app.add(List.of(new FileStretches(path, List.of(new Stretch(5, Long.MAX_VALUE)))), true);

        assertThat(app.known().get(0).path().bytes()).containsExactly(0xff, '\n', ' ');
        assertThat(app.known().get(0).stretches()).containsExactly(new Stretch(5, Long.MAX_VALUE));
    }

    @Test
    void stretchesOfAFileAreUnited() {
        app.add(List.of(file("f", new Stretch(0, 100), new Stretch(9_000_000, 9_000_100))), true);
        app.add(List.of(file("f", new Stretch(50, 200), new Stretch(5_000_000, 5_000_001))), true);

        assertThat(app.known().get(0).stretches())
                .containsExactly(
                        new Stretch(0, 200), new Stretch(5_000_000, 5_000_001), new Stretch(9_000_000, 9_000_100));
    }

    @Test
    void aPathThatMountsReadNoLongerIsForgotten() {
        app.add(files("old", "kept"), true);
        for (int mount = 0; mount < RememberedReads.MAX_AGE; mount++) {
            app.add(files("kept"), true);
            app.add(files("kept"), false); // the same mount, later
        }
        assertThat(paths(app)).containsExactly("/kept", "/old");
        app.add(files("kept"), true);

        assertThat(paths(app)).containsExactly("/kept");
    }

    @Test
    void aMountThatReadsNothingChangesNothing() {
        app.add(files("a"), true);
        for (int mount = 0; mount < 2 * RememberedReads.MAX_AGE; mount++) {
            app.add(List.of(), true);
        }

        assertThat(paths(app)).containsExactly("/a");
    }

    @Test
    void theNumberOfPathsIsBoundedAndTheLatestStay() throws IOException {
        app.add(IntStream.range(0, 30_000).mapToObj(i -> file("old/" + i)).toList(), true);
        app.add(IntStream.range(0, 10_000).mapToObj(i -> file("new/" + i)).toList(), true);

        assertThat(paths(app)).hasSize(1 << 14).startsWith("/new/0").contains("/new/9999", "/old/0");
        assertThat(Files.size(file())).isLessThan(1 << 20);
    }

    @Test
    void longPathsCountByTheirBytes() throws IOException {
        String name = "n".repeat(250);
        List<FileStretches> long_ = IntStream.range(0, 10_000)
                .mapToObj(i -> file(String.join("/", name, name, name, name + i)))
                .toList();
        app.add(long_, true);

        assertThat(app.known()).hasSizeBetween(3000, 4200);
        assertThat(Files.size(file())).isLessThan(1 << 20);
    }

    @Test
    void theNumberOfRepositoriesIsBoundedAndTheLatestStay() throws IOException {
        app.add(files("a"), true);
        Files.setLastModifiedTime(file(), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        for (int i = 0; i < RememberedReads.MAX_REPOSITORIES; i++) {
            new RepositoryReads(memory, "registry.example/" + i).add(files("b"), true);
        }

        assertThat(memory.list()).hasSize(RememberedReads.MAX_REPOSITORIES);
        assertThat(app.known()).isEmpty();
    }

    private static byte[] zipped(byte[] plain, int times) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < times; i++) {
                out.write(plain);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void damagedFilesAreIgnoredAndReplaced() throws IOException {
        app.add(files("usr/bin/tool", "b"), true);
        byte[] sound = Files.readAllBytes(file());
        List<byte[]> damaged = new ArrayList<>();
        damaged.add(new byte[0]);
        damaged.add("no gzip".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        damaged.add(zipped(new byte[1 << 20], 512)); // half a gigabyte
        damaged.add(zipped(new byte[] {0x6e, 0x76, 0x72, 0x31, 0, 1, 'x', 0x7f, -1, -1, -1}, 1));
        for (int length = 1; length < sound.length; length += 7) {
            damaged.add(Arrays.copyOf(sound, length));
        }
        for (int at = 10; at < sound.length; at++) { // what is before says how it was made
            byte[] changed = sound.clone();
            changed[at] ^= 0x10;
            damaged.add(changed);
        }
        for (byte[] bytes : damaged) {
            Files.write(file(), bytes);
            assertThat(app.known()).isEmpty();
        }
        app.add(files("c"), true);
        assertThat(paths(app)).containsExactly("/c");
    }

    @Test
    void pathsThatCannotBeThoseOfFilesAreDamage() throws IOException {
        for (String path : List.of("a/../../b", "./a", "n".repeat(256))) {
            Files.createDirectories(layout.reads());
            Files.write(file(), new ReadsFile(APP, List.of(new ReadsFile.Entry(0, file(path)))).encode());

            assertThat(app.known()).as(path).isEmpty();
        }
    }

    @Test
    void theFileOfAnotherRepositoryOrUserIsNotUsed() throws IOException {
        app.add(files("a"), true);
        RepositoryReads other = new RepositoryReads(memory, "registry.example/other");
        Files.copy(file(), layout.reads("registry.example/other"));
        assertThat(other.known()).isEmpty();

        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(app.known()).isEmpty();
    }

    @Test
    void linksAreNotFollowed(@TempDir Path elsewhere) throws IOException {
        app.add(files("a"), true);
        Path moved = Files.move(file(), elsewhere.resolve("file"));
        byte[] before = Files.readAllBytes(moved);
        Files.createSymbolicLink(file(), moved);
        assertThat(app.known()).isEmpty();
        app.add(files("b"), true);

        assertThat(paths(app)).containsExactly("/b");
        assertThat(moved).hasBinaryContent(before);
    }

    /** Adds paths of its own, and takes its turn with others. */
    static final class Writer {
        private Writer() {}

        public static void main(String... arguments) {
            RememberedReads memory = new RememberedReads(new CacheLayout(Path.of(arguments[0])));
            for (int i = 0; i < 50; i++) {
                new RepositoryReads(memory, APP).add(files(arguments[1] + "/" + i), false);
            }
        }
    }

    @Test
    void processesAddAtTheSameTimeAndLoseNothing() throws Exception {
        List<Process> writers = new ArrayList<>();
        for (String name : List.of("one", "two", "three")) {
            writers.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            layout.root().toString(),
                            name)
                    .inheritIO()
                    .start());
        }
        for (Process writer : writers) {
            assertThat(writer.waitFor()).isZero();
        }

        assertThat(app.known()).hasSize(150);
        try (Stream<Path> left = Files.list(layout.reads())) {
            assertThat(left).containsExactlyInAnyOrder(file(), layout.reads().resolve("lock"));
        }
    }

    @Test
    void aProcessThatStandsStillWithTheLockHoldsUpNobodyForLong() throws Exception {
        app.add(files("a"), true);
        String script = "import fcntl, sys, time; f = open(sys.argv[1], 'r+'); fcntl.lockf(f, fcntl.LOCK_EX);"
                + " print('locked', flush=True); time.sleep(600)";
        Process holder = new ProcessBuilder(
                        "python3", "-c", script, layout.reads().resolve("lock").toString())
                .start();
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('l');
            app.add(files("b"), true);
            assertThat(paths(app)).containsExactly("/a");
        } finally {
            holder.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        app.add(files("b"), true);
        assertThat(paths(app)).containsExactly("/b", "/a");
    }

    @Test
    void theLockIsFreeAfterwards() throws IOException {
        app.add(files("a"), true);
        try (FileChannel channel = FileChannel.open(layout.reads().resolve("lock"), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void whatAKilledProcessHasLeftIsRemoved() throws IOException {
        app.add(files("a"), true);
        Path left = Files.createFile(layout.reads().resolve(".new-1"));
        app.add(files("b"), true);

        assertThat(left).doesNotExist();
    }

    @Test
    void aCacheThatCannotBeWrittenIsNoFailure() throws IOException {
        Files.createFile(layout.reads());
        app.add(files("a"), true);

        assertThat(app.known()).isEmpty();
    }

    @Test
    void theCacheListsVerifiesPrunesAndClearsThem() throws IOException {
        CacheCatalog catalog = new CacheCatalog(layout);
        app.add(files("a", "b"), true);
        assertThat(catalog.reads()).singleElement().satisfies(one -> {
            assertThat(one.repository()).isEqualTo(APP);
            assertThat(one.files()).isEqualTo(2);
            assertThat(one.bytes()).isEqualTo(Files.size(file()));
        });
        assertThat(new CacheVerification(layout).verify().damaged()).isEmpty();

        Instant longAgo = Instant.parse("2001-02-03T04:05:06Z");
        assertThat(new CachePruning(layout)
                        .prune(Set.of(), longAgo, Long.MAX_VALUE)
                        .documents())
                .isZero();
        Files.setLastModifiedTime(file(), FileTime.from(longAgo));
        assertThat(new CachePruning(layout)
                        .prune(Set.of(), Instant.now(), Long.MAX_VALUE)
                        .documents())
                .isEqualTo(1);
        assertThat(app.known()).isEmpty();

        Files.write(file(), new byte[] {1});
        assertThat(new CacheVerification(layout).verify().damaged())
                .extracting(DamagedItem::kind, DamagedItem::name)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "record of reads", file().getFileName().toString()));
        assertThat(file()).doesNotExist();

        app.add(files("a"), true);
        catalog.clear();
        assertThat(layout.reads()).doesNotExist();
    }
}
