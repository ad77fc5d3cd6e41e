package dev.nydusview.rootfs.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.linux.Posix;
import dev.nydusview.rafs.MemoryTree;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rootfs.ImageLimitException;
import dev.nydusview.rootfs.ImageLimits;
import dev.nydusview.rootfs.Omission;
import dev.nydusview.rootfs.extract.sink.DirectorySink;
import dev.nydusview.rootfs.extract.sink.TarSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests trees that try to lead out of the directory, never to end, or to fill memory. */
class HostileTreeTest {
    private static final Posix POSIX = new Posix();
    private static final int CHUNK = 1 << 20;

    private final MemoryTree tree = new MemoryTree();
    private final Zeros zeros = new Zeros();
    private Path outside;
    private Path inside;

    @BeforeEach
    void setUp(@TempDir Path directory) throws IOException {
        outside = Files.createDirectory(directory.resolve("outside"));
        inside = Files.createDirectory(directory.resolve("inside"));
    }

    @AfterEach
    void removeLinks() throws Exception {
        Scratch.clear(inside);
    }

    /** Delivers zeros, and remembers how it was asked. */
    private static final class Zeros implements ChunkSource {
        private final List<Integer> requests = new ArrayList<>();
        private final List<CompletableFuture<ByteBuffer>> delivered = new ArrayList<>();

        @Override
        public List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks) {
            requests.add(chunks.size());
            List<CompletableFuture<ByteBuffer>> arriving = chunks.stream()
                    .map(chunk -> CompletableFuture.completedFuture(ByteBuffer.allocate(chunk.size())))
                    .toList();
            delivered.addAll(arriving);
            return arriving;
        }

        @Override
        public void close() {}
    }

    private Omissions extract() throws IOException {
        try (Sink sink = new DirectorySink(POSIX, inside, false, "image", name -> true)) {
            new Extraction(tree, zeros, Selection.all(), sink, Scratch.LIMITS).run();
            return sink.omissions();
        }
    }

    private byte[] archive() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (Sink sink = new TarSink(archive)) {
            new Extraction(tree, zeros, Selection.all(), sink, Scratch.LIMITS).run();
        }
        return archive.toByteArray();
    }

    private static List<ChunkRef> chunks(int count) {
        List<ChunkRef> chunks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long offset = (long) i * CHUNK;
            chunks.add(new ChunkRef(0, i, offset, CHUNK, offset, new Digest(0, 0, 0, 0), null));
        }
        return chunks;
    }

    @Test
    void nothingIsWrittenThroughASymlinkOfTheSameName() {
        tree.symlink(MemoryTree.ROOT, "a", outside.toString());
        tree.file(tree.directory(MemoryTree.ROOT, "a"), "evil", 0, List.of());

        assertThatThrownBy(this::extract)
                .hasCauseInstanceOf(RafsFormatException.class)
                .hasMessageContaining("\"a\" comes after \"a\"");
        assertThatThrownBy(this::archive).hasMessageContaining("\"a\" comes after \"a\"");
        assertThat(outside).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../evil", "/evil", "a/b", "nul\0"})
    void namesThatLeadElsewhereAreRefused(String name) throws IOException {
        tree.file(MemoryTree.ROOT, name, 0, List.of());

        assertThatThrownBy(this::extract).hasMessageContaining("name ");
        assertThatThrownBy(this::archive).hasMessageContaining("name ");
        assertThat(Scratch.written(inside)).isEmpty();
    }

    @Test
    void symlinksAreMadeButNotFollowedAndSetIdBitsNeedTheirOwner() throws IOException {
        tree.symlink(MemoryTree.ROOT, "a", "../outside");
        long file = tree.file(MemoryTree.ROOT, "b", -1, 500_000_000);
        tree.link(MemoryTree.ROOT, "c", file);

        Omissions omissions = extract();

        assertThat(inside.resolve("a")).isSymbolicLink();
        assertThat(Files.readAttributes(inside.resolve("c"), "unix:nlink").get("nlink"))
                .isEqualTo(2);
        assertThat(Files.getLastModifiedTime(inside.resolve("b"), LinkOption.NOFOLLOW_LINKS))
                .hasToString("1969-12-31T23:59:59.5Z");
        assertThat(outside).isEmptyDirectory();
        assertThat(Files.readAttributes(inside.resolve("b"), "unix:mode").get("mode"))
                .isEqualTo(0100755);
        assertThat(omissions.counts().get(Omission.SET_ID).count()).isEqualTo(1);
    }

    @Test
    void directoryInTwoPlacesEndsTheWalk() {
        long first = tree.directory(MemoryTree.ROOT, "a");
        tree.link(first, "again", MemoryTree.ROOT);

        assertThatThrownBy(this::extract)
                .hasMessageContaining("/a/again: directory at offset 0x0: occurs at a second place in the tree");
    }

    @Test
    void depthIsBounded() {
        long at = MemoryTree.ROOT;
        for (int i = 0; i < 3000; i++) {
            at = tree.directory(at, "d");
        }

        assertThatThrownBy(this::archive)
                .hasRootCauseInstanceOf(UnsupportedFeatureException.class)
                .hasMessageEndingWith("directories are nested more than 2048 deep");
    }

    @Test
    void deepTreesAreWritten() throws IOException {
        long at = MemoryTree.ROOT;
        for (int i = 0; i < 600; i++) {
            at = tree.directory(at, "directory");
        }
        long file = tree.file(at, "bottom", 0, 0);
        tree.link(MemoryTree.ROOT, "top", file);

        extract();

        assertThat(Files.readAttributes(inside.resolve("top"), "unix:nlink").get("nlink"))
                .isEqualTo(2);
    }

    @Test
    void hugeHolesCostNothing() throws IOException {
        tree.file(MemoryTree.ROOT, "hole", 1L << 40, List.of());

        extract();

        assertThat(inside.resolve("hole")).hasSize(1L << 40);
        assertThat(Files.readAttributes(inside.resolve("hole"), "unix:*").get("size"))
                .isEqualTo(1L << 40);
    }

    private void assertRefused(ImageLimits limits, boolean archive, String message) throws IOException {
        try (Sink sink = archive
                ? new TarSink(new ByteArrayOutputStream())
                : new DirectorySink(POSIX, inside, false, "image", name -> true)) {
            assertThatThrownBy(() -> new Extraction(tree, zeros, Selection.all(), sink, limits).run())
                    .isInstanceOf(ExtractionException.class)
                    .hasCauseInstanceOf(ImageLimitException.class)
                    .hasMessageMatching(message);
        }
    }

    @Test
    void fileOfMoreThanIsAllowedIsRefusedBeforeItIsWritten() throws IOException {
        ImageLimits limits = new ImageLimits(10L * CHUNK, 10, "allow more bytes", "allow more files");
        tree.file(MemoryTree.ROOT, "a", 4L * CHUNK, chunks(4));
        tree.file(MemoryTree.ROOT, "b", 7L * CHUNK, chunks(7));
        String message = "/b: the image has more than 10485760 bytes; allow more bytes";
        assertRefused(limits, true, message);
        assertRefused(limits, false, message);
        assertThat(inside.resolve("a")).hasSize(4L * CHUNK);
        assertThat(inside.resolve("b")).doesNotExist();
    }

    @Test
    void petabyteOfHolesIsTooMuchForAnArchiveAndFineInADirectory() throws IOException {
        tree.file(MemoryTree.ROOT, "holes", 1L << 43, chunks(2));
        ImageLimits limits = new ImageLimits(10L * CHUNK, 10, "allow more bytes", "allow more files");
        assertRefused(limits, true, "/holes: the image has more than 10485760 bytes; allow more bytes");
        extract();
        assertThat(inside.resolve("holes")).hasSize(1L << 43);
    }

    @Test
    void moreFilesThanAreAllowedAreRefused() throws IOException {
        for (int i = 0; i < 10; i++) {
            tree.symlink(MemoryTree.ROOT, "link" + i, "x");
        }
        assertRefused(
                new ImageLimits(0, 10, "allow more bytes", "allow more files"),
                false,
                "/link9: the image has more than 10 files; allow more files");
    }

    @Test
    void linksToTheDepthsAreRefusedWhenTheyAreTooMany() throws IOException {
        long at = MemoryTree.ROOT;
        for (int i = 0; i < 1500; i++) {
            at = tree.directory(at, "d");
        }
        long file = tree.file(at, "file", 0, 0);
        long names = tree.directory(MemoryTree.ROOT, "names");
        for (int i = 1000; i < 2000; i++) {
            tree.link(names, "link" + i, file);
        }
        assertRefused(
                Scratch.LIMITS,
                true,
                "/names/link17\\d\\d: the image is built to take very long: its \\d+ files so far lead through more directories and"
                        + " links than 64 each");
    }

    @Test
    void interruptEndsIt() {
        tree.file(MemoryTree.ROOT, "a", 0, List.of());
        Thread.currentThread().interrupt();
        assertThatThrownBy(this::archive).hasCauseInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void chunksAreAskedForInLargeBatchesAndBoundedNumbers() throws IOException {
        for (int i = 0; i < 20; i++) {
            tree.file(MemoryTree.ROOT, "small" + (char) ('a' + i), CHUNK, chunks(1));
        }
        tree.file(MemoryTree.ROOT, "x-large", 100L * CHUNK, chunks(100));
        List<Integer> seen = new ArrayList<>();

        try (Sink sink = new TarSink(new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                seen.add(zeros.delivered.size());
            }
        })) {
            new Extraction(tree, zeros, Selection.all(), sink, Scratch.LIMITS).run();
        }

        assertThat(zeros.requests).containsOnly(8).hasSize(15);
        assertThat(seen.get(0)).isEqualTo(32);
    }
}
