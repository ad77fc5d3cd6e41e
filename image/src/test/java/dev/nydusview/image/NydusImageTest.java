package dev.nydusview.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.Sha256;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.image.access.TwinPolicy;
import dev.nydusview.rafs.TreeListing;
import dev.nydusview.rafs.model.ChunkVerificationException;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.GoldenLayout;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images opened as users open them: from a registry over HTTP, from a layout, from a file. */
class NydusImageTest {
    private static final String IMAGES = "dev.nydusview.testdata.GoldenImage#all";

    @TempDir
    Path directory;

    @ParameterizedTest
    @Tag("soak")
    @MethodSource(IMAGES)
    void everyGoldenImageIsAsListedThroughARegistry(GoldenImage golden) throws IOException {
        GoldenLayout layout = new GoldenLayout(directory.resolve("layout"));
        layout.image(golden, "tag");
        try (LayoutRegistry registry = LayoutRegistry.start("team/image").add(OciLayout.open(layout.directory()))) {
            String reference = registry.host() + "/team/image:tag";
            try (NydusImage image = open(reference, true)) {
                assertThat(image.name()).matches("127\\.0\\.0\\.1:[0-9]+/team/image:tag@sha256:[0-9a-f]{64}");
                assertThat(image.stats().blobBytes() == 0).isEqualTo(!golden.isInline());
                golden.listing().assertMatches(TreeListing.of(image.rafs().tree(), image.files()));
                assertThat(image.stats().blobBytes()).isPositive();
            }
            try (NydusImage image = open(reference, true)) {
                golden.listing().assertMatches(TreeListing.of(image.rafs().tree(), image.files()));
                if (!golden.kind().equals("v6-tarfs")) { // a cache cannot verify its chunks
                    assertThat(image.stats().chunksFetched()).as("second run").isZero();
                }
                if (!golden.kind().equals("v6-tarfs") && !golden.isInline()) {
                    assertThat(image.stats().blobBytes())
                            .as("chunk indexes at most")
                            .isLessThan(16384);
                }
            }
        }
    }

    @ParameterizedTest
    @Tag("soak")
    @MethodSource(IMAGES)
    void everyGoldenImageIsAsListedThroughItsFile(GoldenImage golden) throws IOException {
        try (NydusImage image = open("bootstrap:" + golden.bootstrap(), false, golden.blobs())) {
            golden.listing().assertMatches(TreeListing.of(image.rafs().tree(), image.files()));
        }
    }

    @ParameterizedTest
    @Tag("soak")
    @MethodSource(IMAGES)
    void everyGoldenImageIsAsListedThroughALayout(GoldenImage golden) throws IOException {
        GoldenLayout layout = new GoldenLayout(directory.resolve("layout"));
        layout.image(golden, "tag");
        try (NydusImage image = open("oci:" + layout.directory() + ":tag", false)) {
            golden.listing().assertMatches(TreeListing.of(image.rafs().tree(), image.files()));
        }
    }

    /** A bootstrap in a blob is verified by the digest of the whole blob only. */
    @Test
    void forgedBootstrapInABlobIsRefused() throws IOException {
        GoldenLayout layout = new GoldenLayout(directory.resolve("layout"));
        layout.image(GoldenImage.of("v6-inline"), "tag");
        Path blob = layout.directory().resolve("blobs/sha256").resolve(largest(layout.directory()));
        byte[] bytes = Files.readAllBytes(blob);
        bytes[bytes.length - 2000] ^= 1;
        Files.write(blob, bytes);
        assertThatThrownBy(() -> open("oci:" + layout.directory() + ":tag", false))
                .isInstanceOf(ChunkVerificationException.class)
                .hasMessageStartingWith("blob " + blob.getFileName() + " is damaged: ");
    }

    private static String largest(Path layout) throws IOException {
        try (var blobs = Files.list(layout.resolve("blobs/sha256"))) {
            return blobs.max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow()
                    .getFileName()
                    .toString();
        }
    }

    @Test
    void sampleImageOpensFromItsLayout() throws IOException {
        try (NydusImage image = open("oci:" + TestData.demoLayout() + ":nydus-v6", true)) {
            assertThat(read(image, "etc", "os-release")).contains("PRETTY_NAME=\"Debian");
            assertThat(image.stats().chunksFetched()).isEqualTo(1);
        }
    }

    @Test
    void listingFetchesNothingAndOneFileFetchesItsChunkOnly() throws IOException {
        try (LayoutRegistry registry = LayoutRegistry.start("demo").add(OciLayout.open(TestData.demoLayout()));
                NydusImage image = open(registry.host() + "/demo:nydus-v6", false)) {
            walk(
                    image.rafs().tree(),
                    image.rafs().tree().inode(image.rafs().tree().root()));
            assertThat(image.stats().blobBytes()).isZero();
            read(image, "etc", "os-release");
            assertThat(image.stats().blobBytes()).isLessThan(2000);
            assertThat(image.stats().blobRequests()).isEqualTo(1);
        }
    }

    @Test
    void mirrorServesAnImageWhoseRegistryIsGone() throws IOException {
        try (LayoutRegistry mirror = LayoutRegistry.start("demo").add(OciLayout.open(TestData.demoLayout()));
                ImageLibrary library = ImageLibrary.open(LibrarySettings.UNCACHED)) {
            Access access =
                    Access.of(Map.of()).withTransport(transport -> transport.withMirrors(List.of(mirror.host())));
            try (NydusImage image = library.open("registry.invalid/demo:nydus-v6", access)) {
                assertThat(read(image, "etc", "os-release")).contains("Debian");
                assertThat(image.mirrors()).containsExactly(mirror.host());
            }
        }
    }

    @Test
    void keptBootstrapIsNotBelievedUnlessItIsWhole() throws IOException {
        try (NydusImage image = open("oci:" + TestData.demoLayout() + ":nydus-v6", true)) {
            assertThat(image.stats().metadataBytes()).isGreaterThan(200_000);
        }
        try (NydusImage image = open("oci:" + TestData.demoLayout() + ":nydus-v6", true)) {
            assertThat(image.stats().metadataBytes()).isLessThan(5000);
        }
        Path kept = only(directory.resolve("cache/bootstraps")).resolve("image.boot");
        byte[] bytes = Files.readAllBytes(kept);
        bytes[5000] ^= 1;
        Files.write(kept, bytes);
        try (NydusImage image = open("oci:" + TestData.demoLayout() + ":nydus-v6", true)) {
            assertThat(image.stats().metadataBytes()).isGreaterThan(200_000);
            assertThat(read(image, "etc", "os-release")).contains("Debian");
        }
    }

    private static Path only(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.findFirst().orElseThrow();
        }
    }

    @Test
    void bootstrapWithoutBlobsCanBeListedAndSaysWhatIsMissing() throws IOException {
        GoldenImage golden = GoldenImage.of("v6-zstd-1m");
        try (NydusImage image = open("bootstrap:" + golden.bootstrap(), false)) {
            walk(
                    image.rafs().tree(),
                    image.rafs().tree().inode(image.rafs().tree().root()));
            assertThatThrownBy(() -> read(image, "etc", "passwd"))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("with --blob-dir DIR");
        }
    }

    /** The stored bytes of a small file are also those of its neighbours, and are fetched once. */
    @ParameterizedTest
    @ValueSource(strings = {"v6-batch", "v6-enc-batch", "v6-zran"})
    void whatComesWithAFileIsKept(String kind) throws IOException {
        GoldenLayout layout = new GoldenLayout(directory.resolve("layout"));
        layout.image(GoldenImage.of(kind), "tag");
        String[] names = {
            "entry-00000-xxxxxxxxxxxxxxxxxxxxxx", "entry-00006-xxx", "entry-00015-xxxxxxxx", "entry-00033-xxxxxxx"
        };
        try (LayoutRegistry registry = LayoutRegistry.start("image").add(OciLayout.open(layout.directory()))) {
            String reference = registry.host() + "/image:tag";
            try (NydusImage image = open(reference, false)) {
                read(image, "many", names[0]);
                long requests = image.stats().blobRequests();
                read(image, "many", names[1]);
                assertThat(image.stats().blobRequests()).as("from memory").isEqualTo(requests);
            }
            try (NydusImage image = open(reference, true)) {
                read(image, "many", names[0]);
            }
            try (NydusImage image = open(reference, true)) {
                read(image, "many", names[2]);
                read(image, "many", names[3]);
                assertThat(image.stats().blobRequests()).as("from the cache").isZero();
                assertThat(image.stats().chunksFromCache()).isEqualTo(2);
            }
        }
    }

    private static String read(NydusImage image, String... path) throws IOException {
        InodeTree tree = image.rafs().tree();
        Inode inode = tree.inode(tree.root());
        for (String name : path) {
            inode = tree.inode(tree.lookup(inode, RawName.of(name)).orElseThrow());
            if (inode.type() == dev.nydusview.rafs.model.FileType.SYMLINK) {
                return read(image, "usr", "lib", "os-release");
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) inode.size());
        image.files().read(inode, 0, bytes);
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }

    private static void walk(InodeTree tree, Inode directory) throws IOException {
        tree.list(directory, 0, entry -> {
            Inode child = tree.child(directory, entry);
            tree.xattrs(child);
            if (child.isDirectory()) {
                walk(tree, child);
            }
            return true;
        });
    }

    private NydusImage offline(String source) throws IOException {
        Access access = Access.of(Map.of()).withTwins(TwinPolicy.NEVER).withOffline(true);
        return ImageLibrary.open(new LibrarySettings(directory.resolve("cache")))
                .open(source, access);
    }

    @Test
    void aCachedImageIsReadWithoutItsRegistryAndTheRestIsAbsent() throws IOException {
        GoldenLayout layout = new GoldenLayout(directory.resolve("layout"));
        GoldenImage golden =
                GoldenImage.all().filter(image -> !image.isInline()).findFirst().orElseThrow();
        layout.image(golden, "tag");
        String reference;
        try (LayoutRegistry registry = LayoutRegistry.start("team/image").add(OciLayout.open(layout.directory()))) {
            String tag = registry.host() + "/team/image:tag";
            reference = tag;
            assertThatThrownBy(() -> offline(tag))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessage(tag + " is not in the cache, and with --offline no registry is asked: read it once "
                            + "without");
            try (NydusImage image = open(reference, true)) {
                golden.listing().assertMatches(TreeListing.of(image.rafs().tree(), image.files()));
            }
        }
        String name;
        try (NydusImage image = offline(reference)) {
            name = image.name();
            golden.listing().assertMatches(TreeListing.of(image.rafs().tree(), image.files()));
            assertThat(image.configuration()).contains("{}".getBytes(StandardCharsets.UTF_8));
        }
        try (NydusImage image = offline(name.replace(":tag@", "@"))) {
            golden.listing().assertMatches(TreeListing.of(image.rafs().tree(), image.files()));
        }
        try (Stream<Path> blobs = Files.list(directory.resolve("cache/blobs"))) {
            blobs.forEach(file -> assertThat(file.toFile().delete()).isTrue());
        }
        try (NydusImage image = offline(reference)) {
            assertThatThrownBy(() -> TreeListing.of(image.rafs().tree(), image.files()))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("not in the cache, and with --offline no registry is asked");
        }
    }

    private NydusImage open(String source, boolean cache) throws IOException {
        return open(source, cache, null);
    }

    private NydusImage open(String source, boolean cache, @Nullable Path blobs) throws IOException {
        Access access = Access.of(Map.of())
                .withTwins(TwinPolicy.NEVER)
                .withBlobDirectory(blobs)
                .withTransport(transport ->
                        transport.withTimeout(Duration.ofSeconds(5)).withRetryFor(Duration.ZERO))
                .withCredentials(credentials -> credentials.withAnonymous(true));
        return ImageLibrary.open(new LibrarySettings(cache ? directory.resolve("cache") : null))
                .open(source, access);
    }

    @Test
    void configurationIsFetchedOnceWithTheManifest() throws IOException {
        GoldenLayout layout = new GoldenLayout(directory.resolve("layout"));
        GoldenImage golden = GoldenImage.all().findFirst().orElseThrow();
        layout.image(golden, "tag");
        try (NydusImage image = open("oci:" + layout.directory() + ":tag", false)) {
            long before = image.stats().metadataBytes();
            assertThat(image.configuration()).contains("{}".getBytes(StandardCharsets.UTF_8));
            assertThat(image.configuration()).contains("{}".getBytes(StandardCharsets.UTF_8));
            assertThat(image.stats().metadataBytes()).isEqualTo(before);
        }
    }

    @Test
    void bareBootstrapHasADigestAndNoConfiguration() throws IOException {
        GoldenImage golden =
                GoldenImage.all().filter(image -> !image.isInline()).findFirst().orElseThrow();
        try (NydusImage image = open("bootstrap:" + golden.bootstrap(), false)) {
            assertThat(image.configuration()).isEmpty();
            assertThat(image.bootstrapDigest()).isEqualTo(Sha256.of(Files.readAllBytes(golden.bootstrap())));
        }
    }
}
