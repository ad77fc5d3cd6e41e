package dev.nydusview.rootfs.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.linux.Posix;
import dev.nydusview.rafs.DirectoryBlobs;
import dev.nydusview.rafs.GoldenReader;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.chunk.BlobChunkSource;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.model.ChunkVerificationException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rootfs.Omission;
import dev.nydusview.rootfs.extract.sink.DirectorySink;
import dev.nydusview.rootfs.extract.sink.TarSink;
import dev.nydusview.testdata.DirectoryListing;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.Listing;
import dev.nydusview.testdata.ListingEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden images as trees and archives, compared with their listings. */
class ExtractionTest {
    private static final Posix POSIX = new Posix();

    @TempDir
    Path directory;

    @AfterEach
    void removeLinks() throws Exception {
        Scratch.clear(directory);
    }

    private static Omissions extract(GoldenImage golden, Selection selection, Sink sink) throws IOException {
        return extract(golden, new DirectoryBlobs(golden.blobs()), selection, sink);
    }

    private static Omissions extract(GoldenImage golden, BlobSource blobs, Selection selection, Sink sink)
            throws IOException {
        RafsImage image = GoldenReader.open(golden);
        try (ChunkSource chunks = new BlobChunkSource(image, blobs);
                sink) {
            new Extraction(image.tree(), chunks, selection, sink, Scratch.LIMITS).run();
            return sink.omissions();
        }
    }

    private static byte[] archive(GoldenImage golden, Selection selection) throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        extract(golden, selection, new TarSink(archive));
        return archive.toByteArray();
    }

    private static void needsRoot() {
        Assumptions.assumeTrue(POSIX.isRoot(), "only root may make devices and files of others");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-zstd-4k", "v5-merged", "v5-tar", "v6-zstd-1m", "v6-batch", "v6-merged"})
    void treeIsTheListedOne(String kind) throws IOException {
        needsRoot();
        GoldenImage golden = GoldenImage.of(kind);

        Omissions omissions =
                extract(golden, Selection.all(), new DirectorySink(POSIX, directory, true, "image", name -> true));

        golden.listing().assertMatches(DirectoryListing.of(directory));
        assertThat(omissions.counts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-zstd-4k", "v6-lz4-blake3", "v6-merged"})
    void archiveIsTheListedTreeToTar(String kind) throws Exception {
        needsRoot();
        GoldenImage golden = GoldenImage.of(kind);
        byte[] archive = archive(golden, Selection.all());
        String into = directory.toString();

        GnuTar extracted = GnuTar.run(archive, "-x", "-p", "--xattrs", "--xattrs-include=*", "-C", into);

        assertThat(extracted).isEqualTo(new GnuTar(0, ""));
        withoutSockets(golden.listing()).assertMatches(DirectoryListing.of(directory));
        assertThat(GnuTar.run(archive, "--compare", "-C", into)).isEqualTo(new GnuTar(0, ""));
    }

    private static Listing withoutSockets(Listing listing) {
        return Listing.of(listing.entries().values().stream()
                .filter(entry -> !entry.mode().startsWith("0o14"))
                .toList());
    }

    @Test
    void whatOnlyRootMaySetIsLeftOutAndCounted() throws IOException {
        GoldenImage golden = GoldenImage.of("v6-zstd-4k");

        Omissions omissions =
                extract(golden, Selection.all(), new DirectorySink(POSIX, directory, false, "image", name -> true));

        Listing actual = DirectoryListing.of(directory);
        for (ListingEntry entry : golden.listing().entries().values()) {
            ListingEntry found = actual.entries().get(entry.path());
            if (found == null) {
                assertThat(POSIX.isRoot()).as(entry.path()).isFalse();
                assertThat(entry.rdev()).as(entry.path()).isNotNull();
                continue;
            }
            assertThat(found.uid()).isEqualTo(POSIX.user());
            assertThat(found.sha256()).isEqualTo(entry.sha256());
            assertThat(found.mtime()).isEqualTo(entry.mtime());
            assertThat(Integer.decode(found.mode().replace("0o", "0")) & 06000)
                    .as(entry.path())
                    .isZero();
        }
        assertThat(omissions.counts()).containsKey(Omission.OWNER);
    }

    @Test
    void selectionHasTheDirectoriesOnTheWay() throws Exception {
        Selection selection = Selection.of(
                List.of(List.of(RawName.of("etc"), RawName.of("passwd")), List.of(RawName.of("empty-dir"))));

        byte[] archive = archive(GoldenImage.of("v6-zstd-4k"), selection);

        assertThat(GnuTar.run(archive, "-t").output()).isEqualTo("./\n./empty-dir/\n./etc/\n./etc/passwd\n");
        assertThat(archive.length % 10240).isZero();
    }

    /** Blobs of which everything from the first byte on is damaged. */
    private static BlobSource damaged(GoldenImage golden) {
        return new BlobSource() {
            private final BlobSource blobs = new DirectoryBlobs(golden.blobs());

            @Override
            public long length(String blobId) throws IOException {
                return blobs.length(blobId);
            }

            @Override
            public ByteBuffer read(String blobId, long offset, int length) throws IOException {
                ByteBuffer bytes = blobs.read(blobId, offset, length);
                bytes.put(0, (byte) ~bytes.get(0));
                return bytes;
            }

            @Override
            public void close() throws IOException {
                blobs.close();
            }
        };
    }

    @Test
    void failureLeavesATreeThatOthersCannotEnter() {
        GoldenImage golden = GoldenImage.of("v5-none-sha256");

        assertThatThrownBy(() -> extract(
                        golden,
                        damaged(golden),
                        Selection.all(),
                        new DirectorySink(POSIX, directory, POSIX.isRoot(), "image", name -> true)))
                .isInstanceOf(ExtractionException.class)
                .hasMessageStartingWith("/big/mixed: chunk ")
                .hasCauseInstanceOf(ChunkVerificationException.class);

        assertThat(directory).satisfies(top -> assertThat(
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(top, LinkOption.NOFOLLOW_LINKS)))
                .isEqualTo("rwx------"));
    }

    @Test
    void failureLeavesNoFileThatIsNotWhole() throws IOException {
        GoldenImage golden = GoldenImage.of("v5-none-sha256");

        assertThatThrownBy(() -> extract(
                        golden,
                        damaged(golden),
                        Selection.all(),
                        new DirectorySink(POSIX, directory, POSIX.isRoot(), "image", name -> true)))
                .hasMessageStartingWith("/big/mixed: chunk ");

        assertThat(directory.resolve("big")).isEmptyDirectory();
        assertThat(Scratch.written(directory)).containsExactly("big");
    }

    @Test
    void failureLeavesAnArchiveThatTarRefuses() throws Exception {
        GoldenImage golden = GoldenImage.of("v5-none-sha256");
        ByteArrayOutputStream archive = new ByteArrayOutputStream();

        assertThatThrownBy(() -> extract(golden, damaged(golden), Selection.all(), new TarSink(archive)))
                .isInstanceOf(ExtractionException.class);

        GnuTar listed = GnuTar.run(archive.toByteArray(), "-t");
        assertThat(listed.code()).isEqualTo(2);
        assertThat(listed.output()).contains("./big/mixed\n").contains("Unexpected EOF in archive");
    }
}
