package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.DirectoryBlobs;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.testdata.DirectoryListing;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real mounts, read by this process through the kernel. */
@Tag("mount")
class MountTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final MountOptions OPTIONS =
            new MountOptions("nydusview:test,image", false, List.of(), false, true, ServeOptions.DEFAULT);

    @TempDir
    Path directory;

    @BeforeEach
    void needsFuse() {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no access to /dev/fuse");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v5-zstd-4k",
                "v5-merged",
                "v5-optimized",
                "v6-zstd-4k",
                "v6-lz4-blake3",
                "v6-repeatable",
                "v6-merged",
                "v6-mixed-digests",
                "v6-estargz-ref",
                "v6-optimized",
                "v6-optimized-sha256"
            })
    void everyProgramSeesTheListedTree(String kind) throws Exception {
        GoldenImage golden = GoldenImage.of(kind);
        try (ImageMount mount = mount(golden)) {
            golden.listing().assertMatches(DirectoryListing.of(directory));
            assertThat(mount.ledger().totals().failures()).isZero();
            assertThat(mount.ledger().totals().filesOpened()).isPositive();
            mount.unmount(false);
            assertThat(mount.awaitEnd(SOON)).isTrue();
        }
        assertThat(mounts()).doesNotContain(directory.toString());
    }

    @Test
    void mountIsReadOnlyAndNamed() throws Exception {
        try (ImageMount mount = mount(GoldenImage.of("v6-zstd-1m"))) {
            String line = mounts().lines()
                    .filter(l -> l.contains(directory.toString()))
                    .findFirst()
                    .orElseThrow();
            assertThat(line).startsWith("nydusview:test,image ").contains(" fuse.nydusview ro,nosuid,nodev");
            assertThatThrownBy(() -> Files.createFile(directory.resolve("new"))).hasMessageContaining("Read-only");
            assertThatThrownBy(() -> Files.write(directory.resolve("etc/passwd"), new byte[1]))
                    .hasMessageContaining("Read-only");
            assertThat(Files.getFileStore(directory).getUsableSpace()).isZero();
            assertThat(mount.directory()).isEqualTo(directory.toRealPath());
        }
    }

    @Test
    void noOptionTakesReadOnlyBack() throws Exception {
        GoldenImage golden = GoldenImage.of("v6-zstd-1m");
        MountOptions options =
                new MountOptions("nydusview:test", false, List.of("rw,suid", "dev"), false, true, ServeOptions.DEFAULT);
        RafsImage image = open(golden);
        try (ImageMount mount =
                TestMounts.start(image, new FileReader(image.tree(), source(golden)), directory, options)) {
            assertThat(mounts()).contains(mount.directory() + " fuse.nydusview ro,nosuid,nodev");
        }
    }

    /** Files of root with mode 0600 are not readable by other users, however these are let in. */
    @ParameterizedTest
    @ValueSource(strings = {"", "allow_other", "nonempty,allow_other"})
    void theKernelChecksModesOfMountsForOthers(String extra) throws Exception {
        GoldenImage golden = GoldenImage.of("v6-zstd-1m");
        List<String> options = extra.isEmpty() ? List.of() : List.of(extra.split(","));
        RafsImage image = open(golden);
        try (ImageMount mount = TestMounts.start(
                image,
                new FileReader(image.tree(), source(golden)),
                directory,
                new MountOptions("nydusview:test", extra.isEmpty(), options, false, true, ServeOptions.DEFAULT))) {
            assertThat(mounts().lines().filter(line -> line.contains(" " + mount.directory() + " ")))
                    .singleElement()
                    .asString()
                    .contains("default_permissions")
                    .contains("allow_other");
        }
    }

    @Test
    void opensAreEnteredWithProcessAndPath() throws Exception {
        try (ImageMount mount = mountTellingOpens(GoldenImage.of("v6-zstd-1m"))) {
            Files.readAllBytes(directory.resolve("links/hard1"));
            Files.readAllBytes(directory.resolve("links/hard2"));
            assertThat(mount.ledger().opens())
                    .extracting(ReadLedger.Open::path)
                    .containsExactly("/links/hard1", "/links/hard2");
            assertThat(mount.ledger().opens()).extracting(ReadLedger.Open::pid).containsOnly((int)
                    ProcessHandle.current().pid());
            assertThat(mount.ledger().totals().filesOpened()).isEqualTo(1);
            assertThat(mount.ledger().totals().bytesRead()).isPositive();
        }
    }

    @Test
    void failedReadIsAnErrorAndCounted() throws Exception {
        try (ImageMount mount = mount(GoldenImage.of("v5-zstd-1m"), new BrokenChunks())) {
            assertThatThrownBy(() -> Files.readAllBytes(directory.resolve("etc/passwd")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Input/output error");
            assertThat(mount.ledger().totals().failures()).isPositive();
            assertThat(mount.ledger().failures().get(0).path()).isEqualTo("/etc/passwd");
            assertThat(mount.ledger().failures().get(0).cause()).isEqualTo("the registry has gone");
            assertThat(directory.resolve("etc")).isNotEmptyDirectory();
        }
    }

    /** Failures of every kind count, as a scanner skips what it cannot read. */
    @Test
    void corruptInodeIsAnErrorAndCountedAndHidesNoNeighbour() throws Exception {
        GoldenImage golden = GoldenImage.of("v6-zstd-1m");
        byte[] bootstrap = Files.readAllBytes(golden.bootstrap());
        int inode = (int) offsetOf(open(golden), "etc", "passwd");
        Arrays.fill(bootstrap, inode, inode + 32, (byte) 0xff);
        RafsImage image = RafsImage.open(ByteBuffer.wrap(bootstrap));
        try (ImageMount mount =
                TestMounts.start(image, new FileReader(image.tree(), source(golden)), directory, OPTIONS)) {
            Path passwd = directory.resolve("etc/passwd");
            assertThatThrownBy(() -> Files.size(passwd)).hasMessageContaining("Structure needs cleaning");
            assertThat(mount.ledger().failures()).first().satisfies(failure -> {
                assertThat(failure.path()).isEqualTo("/etc/passwd");
                assertThat(failure.offset()).isEqualTo(ReadLedger.NO_OFFSET);
                assertThat(failure.cause()).contains("inode");
            });
            try (Stream<Path> etc = Files.list(directory.resolve("etc"))) {
                assertThat(etc).contains(passwd, directory.resolve("etc/os-release"));
            }
        }
    }

    /** A program that relies on the types in listings never opens a name that lists as a device. */
    @Test
    void directoryWhoseEntryHasAnotherTypeIsAnErrorAndCounted() throws Exception {
        GoldenImage golden = GoldenImage.of("v6-zstd-1m");
        byte[] bootstrap = Files.readAllBytes(golden.bootstrap());
        int inode = (int) offsetOf(open(golden), "etc", "passwd");
        bootstrap[inode + 5] = (byte) ((bootstrap[inode + 5] & 0x0f) | 0x20); // S_IFCHR, in the upper byte of the mode
        RafsImage image = RafsImage.open(ByteBuffer.wrap(bootstrap));
        try (ImageMount mount =
                TestMounts.start(image, new FileReader(image.tree(), source(golden)), directory, OPTIONS)) {
            assertThatThrownBy(() -> DirectoryListing.of(directory.resolve("etc")))
                    .hasMessageContaining("Structure needs cleaning");
            assertThat(mount.ledger().failures()).first().satisfies(failure -> {
                assertThat(failure.path()).isEqualTo("/etc");
                assertThat(failure.cause()).contains("lists \"passwd\" as a REGULAR");
            });
        }
    }

    private static long offsetOf(RafsImage image, String directory, String name) throws IOException {
        InodeTree tree = image.tree();
        Inode parent = tree.inode(
                tree.lookup(tree.inode(tree.root()), RawName.of(directory)).orElseThrow());
        return tree.inode(tree.lookup(parent, RawName.of(name)).orElseThrow()).offset();
    }

    @Test
    void filesCanBeMapped() throws Exception {
        try (ImageMount mount = mount(GoldenImage.of("v6-zstd-1m"))) {
            Path file = directory.resolve("data/t200000");
            assertThat(MappedReader.hash(file)).isEqualTo(Arrays.hashCode(Files.readAllBytes(file)));
            assertThat(mount.ledger().totals().failures()).isZero();
        }
    }

    @Test
    void manyReadersAtOnceSeeTheSame() throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(8);
        try (ImageMount mount = mountTellingOpens(GoldenImage.of("v6-zstd-4k"))) {
            List<Future<byte[]>> reads = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                reads.add(readers.submit(() -> Files.readAllBytes(directory.resolve("data/t131072"))));
            }
            byte[] expected = reads.get(0).get();
            assertThat(expected).hasSize(131072);
            for (Future<byte[]> read : reads) {
                assertThat(Arrays.equals(read.get(), expected)).isTrue();
            }
            assertThat(mount.ledger().totals().opens()).isEqualTo(32);
        } finally {
            readers.shutdown();
        }
    }

    @Test
    void unmountFromOutsideEndsIt() throws Exception {
        try (ImageMount mount = mount(GoldenImage.of("v6-merged"))) {
            assertThat(mount.awaitEnd(Duration.ofMillis(10))).isFalse();
            assertThat(new ProcessBuilder("umount", directory.toString())
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(mount.awaitEnd(SOON)).isTrue();
            mount.unmount(false);
        }
    }

    @Test
    void busyMountStaysUnlessUnmountedLazily() throws Exception {
        try (ImageMount mount = mount(GoldenImage.of("v6-zstd-1m"))) {
            try (InputStream open = Files.newInputStream(directory.resolve("etc/passwd"))) {
                assertThatThrownBy(() -> mount.unmount(false)).hasMessageContaining(" is busy: some process");
                mount.unmount(true);
                assertThat(directory).isEmptyDirectory();
                assertThat(open.read()).isEqualTo('r');
                assertThat(mount.awaitEnd(Duration.ofMillis(10))).isFalse();
            }
            assertThat(mount.awaitEnd(SOON)).isTrue();
        }
    }

    @Test
    void unusableMountPointsAreExplained() throws Exception {
        GoldenImage golden = GoldenImage.of("v6-merged");
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> mount(golden, source(golden), missing))
                .isInstanceOf(MountException.class)
                .hasMessage("mount point " + missing + " does not exist: make it with \"mkdir -p " + missing + "\"");
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> mount(golden, source(golden), file))
                .hasMessage("mount point " + file + " is not a directory");
        assertThatThrownBy(() -> mount(golden))
                .hasMessage("mount point " + directory
                        + " is not empty: choose an empty directory, or hide its content with --nonempty");
        assertThat(mounts()).doesNotContain(directory.toString());
    }

    private ImageMount mountTellingOpens(GoldenImage golden) throws IOException {
        RafsImage image = open(golden);
        MountOptions options =
                new MountOptions("nydusview:test", false, List.of(), false, true, ServeOptions.DEFAULT.withEveryOpen());
        return TestMounts.start(image, new FileReader(image.tree(), source(golden)), directory, options);
    }

    private ImageMount mount(GoldenImage golden) throws IOException {
        return mount(golden, source(golden));
    }

    private ImageMount mount(GoldenImage golden, ChunkSource source) throws IOException {
        return mount(golden, source, directory);
    }

    private static ImageMount mount(GoldenImage golden, ChunkSource source, Path directory) throws IOException {
        RafsImage image = open(golden);
        return TestMounts.start(image, new FileReader(image.tree(), source), directory, OPTIONS);
    }

    private static ChunkSource source(GoldenImage golden) throws IOException {
        return new BlobChunkSource(open(golden), new DirectoryBlobs(golden.blobs()));
    }

    private static RafsImage open(GoldenImage golden) throws IOException {
        return RafsImage.open(ByteBuffer.wrap(Files.readAllBytes(golden.bootstrap())));
    }

    private static String mounts() throws IOException {
        return Files.readString(Path.of("/proc/self/mounts"));
    }

    private static final class BrokenChunks implements ChunkSource {
        @Override
        public List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks) {
            return chunks.stream()
                    .map(chunk -> CompletableFuture.<ByteBuffer>failedFuture(new IOException("the registry has gone")))
                    .toList();
        }

        @Override
        public void close() {}
    }
}
