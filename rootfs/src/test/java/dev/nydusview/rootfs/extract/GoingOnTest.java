package dev.nydusview.rootfs.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.linux.Posix;
import dev.nydusview.rafs.DirectoryBlobs;
import dev.nydusview.rafs.GoldenReader;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.ChunkDecoder;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rootfs.extract.sink.DirectorySink;
import dev.nydusview.rootfs.extract.sink.UnfinishedExtraction;
import dev.nydusview.testdata.DirectoryListing;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Extractions that end early and go on, with whatever is then in the directory. */
class GoingOnTest {
    private static final Posix POSIX = new Posix();
    private static final GoldenImage GOLDEN = GoldenImage.of("v6-zstd-4k");
    /** Tables of the blob, which are read each time. */
    private static final long SLACK = 8 << 10;

    private static final String IMAGE = "the image";

    @TempDir
    Path scratch;

    private Path directory;
    private Path outside;
    private long read;

    @BeforeEach
    void make() throws IOException {
        directory = Files.createDirectory(scratch.resolve("rootfs"));
        outside = Files.writeString(scratch.resolve("outside"), "outside");
        Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void removeLinks() throws Exception {
        Scratch.clear(scratch);
    }

    /** Blobs that fail when more than {@code bytes} of them have been read, and count what is. */
    private final class EndingBlobs implements BlobSource {
        private final BlobSource blobs = new DirectoryBlobs(GOLDEN.blobs());
        private final long bytes;
        private boolean gone;

        EndingBlobs(long bytes) {
            this.bytes = bytes;
            read = 0;
        }

        @Override
        public long length(String blobId) throws IOException {
            return blobs.length(blobId);
        }

        @Override
        public ByteBuffer read(String blobId, long offset, int length) throws IOException {
            gone |= read + length > bytes;
            if (gone) {
                throw new IOException("the registry is gone");
            }
            read += length;
            return blobs.read(blobId, offset, length);
        }

        @Override
        public void close() throws IOException {
            blobs.close();
        }
    }

    /** Extracts with at most {@code bytes} of blobs; returns the bytes that were there before. */
    private long extract(long bytes, String image, Selection selection) throws IOException {
        RafsImage rafs = GoldenReader.open(GOLDEN);
        try (ChunkSource chunks = new BlobChunkSource(rafs, new EndingBlobs(bytes));
                DirectorySink sink = new DirectorySink(
                        POSIX, directory, POSIX.isRoot(), image, name -> selection.hasAtTop(rafs.tree(), name))) {
            EarlierChunks earlier = sink.earlier()
                    .map(files -> new EarlierChunks(files, new ChunkDecoder(rafs)))
                    .orElse(EarlierChunks.NONE);
            new Extraction(rafs.tree(), chunks, selection, sink, Scratch.LIMITS, earlier).run();
            return earlier.bytes();
        }
    }

    private long extract(long bytes) throws IOException {
        return extract(bytes, IMAGE, Selection.all());
    }

    private void assertEnds(long bytes) {
        assertThatThrownBy(() -> extract(bytes)).hasMessageContaining("the registry is gone");
    }

    /** Bytes that are read when all is extracted at once. */
    private long all() throws IOException {
        Path into = directory;
        directory = Files.createDirectory(scratch.resolve("at-once"));
        extract(Long.MAX_VALUE);
        directory = into;
        return read;
    }

    private void assertComplete() throws IOException {
        if (POSIX.isRoot()) {
            GOLDEN.listing().assertMatches(DirectoryListing.of(directory));
        }
        try (Stream<Path> top = Files.list(directory)) {
            assertThat(top).noneMatch(entry -> entry.getFileName().toString().startsWith(".nydusview"));
        }
        assertThat(outside).hasContent("outside");
        assertThat(Files.getPosixFilePermissions(outside)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 0.99})
    void onlyTheRestIsRead(double part) throws IOException {
        long all = all();
        assertEnds((long) (part * all));
        long before = read;

        long kept = extract(Long.MAX_VALUE);

        assertThat(read + before).isLessThanOrEqualTo(all + SLACK);
        assertThat(kept > 0).isEqualTo(part > 0);
        assertComplete();
    }

    @Test
    void eachOfManyRunsGoesFurther() throws IOException {
        long all = all();
        long once = all / 10 + SLACK;
        for (int i = 0; i < 20; i++) {
            try {
                extract(once);
                break;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("the registry is gone");
            }
        }
        assertComplete();
    }

    @Test
    void whatIsThereIsNeverTakenForThePartsOfTheImageThatItIsNot() throws Exception {
        Assumptions.assumeTrue(POSIX.isRoot(), "only root makes all files of the image");
        assertEnds(all() * 9 / 10);
        List<Path> files;
        try (Stream<Path> tree = Files.walk(directory)) {
            files = tree.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains(".nydusview"))
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(12);
        for (int i = 0; i < files.size(); i++) {
            spoil(files.get(i), i % 6);
        }

        extract(Long.MAX_VALUE);

        assertComplete();
    }

    private void spoil(Path file, int kind) throws Exception {
        switch (kind) {
            case 0 -> { // a byte
                if (Files.size(file) > 0) {
                    try (FileChannel channel =
                            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                        ByteBuffer one = ByteBuffer.allocate(1);
                        channel.read(one, 0);
                        channel.write(ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}), 0);
                    }
                }
            }
            case 1 -> Files.write(file, new byte[1]);
            case 2 -> {
                Files.delete(file);
                Files.createSymbolicLink(file, outside);
            }
            case 3 -> {
                Files.delete(file);
                Files.createLink(file, outside);
            }
            case 4 -> {
                Files.delete(file);
                Files.createDirectories(file.resolve("directory"));
            }
            default -> {
                Files.delete(file);
                assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                        .isZero();
            }
        }
    }

    @Test
    void attributesAreTheImagesAgain() throws Exception {
        assertEnds(all() * 9 / 10);
        assertThat(new ProcessBuilder(
                                "find",
                                directory.toString(),
                                "-mindepth",
                                "1",
                                "-not",
                                "-path",
                                "*/.nydusview*",
                                "-not",
                                "-type",
                                "l",
                                "-exec",
                                "chmod",
                                "6777",
                                "{}",
                                "+",
                                "-exec",
                                "touch",
                                "{}",
                                "+")
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        extract(Long.MAX_VALUE);
        assertComplete();
    }

    @Test
    void whatIsNotOfTheImageStays() throws IOException {
        assertEnds(0);
        Path notes = Files.writeString(directory.resolve("notes"), "mine");

        assertThatThrownBy(() -> extract(Long.MAX_VALUE))
                .hasMessage("has \"notes\", which is not a part of the extraction: move it away");

        assertThat(notes).hasContent("mine");
        Files.delete(notes);
        extract(Long.MAX_VALUE);
        assertComplete();
    }

    @Test
    void directoryThatOthersMayEnterIsNotGoneOnWith() throws IOException {
        assertEnds(0);
        assertThat(UnfinishedExtraction.image(POSIX, directory)).isEqualTo(IMAGE);

        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(UnfinishedExtraction.image(POSIX, directory)).isNull();
    }

    @Test
    void onlyOneProcessWritesToIt() throws IOException {
        assertEnds(0);
        try (DirectorySink sink = new DirectorySink(POSIX, directory, false, IMAGE, name -> true)) {
            assertThat(sink.earlier()).isPresent();
            assertThatThrownBy(() -> extract(Long.MAX_VALUE)).hasMessage("another process writes to it");
        }
    }
}
