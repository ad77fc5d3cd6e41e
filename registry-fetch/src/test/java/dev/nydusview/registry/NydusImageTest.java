package dev.nydusview.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.InodeTree;
import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.RawName;
import dev.nydusview.rafs.TreeListing;
import dev.nydusview.registry.serve.LayoutRegistry;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.TestData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images opened as users open them: from a registry over HTTP, from a layout, from a file. */
class NydusImageTest {
    private static final String IMAGES = "dev.nydusview.testdata.GoldenImage#all";

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource(IMAGES)
    void everyGoldenImageIsAsListedThroughARegistry(GoldenImage golden) throws IOException {
        GoldenLayout layout = new GoldenLayout(directory.resolve("layout"));
        layout.image(golden, "tag");
        try (LayoutRegistry registry = LayoutRegistry.start(layout.directory(), "team/image")) {
            String reference = registry.host() + "/team/image:tag";
            try (NydusImage image = NydusImage.open(reference, options(true))) {
                assertThat(image.name()).matches("127\\.0\\.0\\.1:[0-9]+/team/image:tag@sha256:[0-9a-f]{64}");
                assertThat(image.stats().blobBytes()).isZero();
                golden.listing().assertMatches(TreeListing.of(image.rafs().tree(), image.files()));
                assertThat(image.stats().blobBytes()).isPositive();
            }
            long served = registry.blobBytesServed();
            try (NydusImage image = NydusImage.open(reference, options(true))) {
                golden.listing().assertMatches(TreeListing.of(image.rafs().tree(), image.files()));
                assertThat(image.stats().chunksFetched()).as("second run").isZero();
            }
            long again = registry.blobBytesServed() - served;
            assertThat(again).as("bytes of chunk indexes at most").isLessThan(16384);
        }
    }

    @ParameterizedTest
    @MethodSource(IMAGES)
    void everyGoldenImageIsAsListedThroughItsFile(GoldenImage golden) throws IOException {
        AccessOptions options = withBlobs(golden.blobs());
        try (NydusImage image = NydusImage.open("bootstrap:" + golden.bootstrap(), options)) {
            golden.listing().assertMatches(TreeListing.of(image.rafs().tree(), image.files()));
        }
    }

    @Test
    void sampleImageOpensFromItsLayout() throws IOException {
        try (NydusImage image = NydusImage.open("oci:" + TestData.demoLayout() + ":nydus-v6", options(true))) {
            assertThat(read(image, "etc", "os-release")).contains("PRETTY_NAME=\"Debian");
            assertThat(image.stats().chunksFetched()).isEqualTo(1);
        }
    }

    @Test
    void listingFetchesNothingAndOneFileFetchesItsChunkOnly() throws IOException {
        try (LayoutRegistry registry = LayoutRegistry.start(TestData.demoLayout(), "demo");
                NydusImage image = NydusImage.open(registry.host() + "/demo:nydus-v6", options(false))) {
            long metadata = registry.blobBytesServed();
            walk(
                    image.rafs().tree(),
                    image.rafs().tree().inode(image.rafs().tree().root()));
            assertThat(registry.blobBytesServed()).isEqualTo(metadata);
            read(image, "etc", "os-release");
            assertThat(registry.blobBytesServed() - metadata).isLessThan(2000);
            assertThat(image.stats().blobRequests()).isEqualTo(1);
        }
    }

    @Test
    void plainOciImageIsNamed() throws IOException {
        GoldenLayout layout = new GoldenLayout(directory.resolve("layout"));
        byte[] layer = GoldenLayout.gzip(GoldenLayout.tar("etc/passwd", new byte[10]));
        String descriptor = GoldenLayout.descriptor(
                "application/vnd.oci.image.layer.v1.tar+gzip", layout.add(layer), layer.length, "");
        layout.manifest(List.of(descriptor), "oci");
        assertThatThrownBy(() -> open(layout, "oci"))
                .isInstanceOf(NotNydusException.class)
                .hasMessageContaining(" is a plain OCI image, not a Nydus image: convert it with nydusify");
    }

    @Test
    void fsVersionSevenIsNamed() throws IOException {
        GoldenLayout layout = new GoldenLayout(directory.resolve("layout"));
        layout.manifest(List.of(layout.bootstrapLayer(new byte[10], "7")), "seven");
        assertThatThrownBy(() -> open(layout, "seven"))
                .isInstanceOf(NotNydusException.class)
                .hasMessageContaining(" is a Nydus image of fs-version 7, which is not supported");
    }

    @Test
    void missingTagListsTheOthers() throws IOException {
        GoldenLayout layout = new GoldenLayout(directory.resolve("layout"));
        layout.image(GoldenImage.of("v6-merged"), "here");
        assertThatThrownBy(() -> open(layout, "there"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(layout.directory() + " has no tag \"there\", only here");
    }

    @Test
    void indexLeadsToTheMarkedImageOfThePlatform() throws IOException {
        GoldenLayout layout = new GoldenLayout(directory.resolve("layout"));
        String platform = ",\"platform\":{\"os\":\"linux\",\"architecture\":\"s390x\"}";
        String nydus = layout.image(GoldenImage.of("v6-merged"), "nydus");
        String oci = layout.manifest(List.of(), "oci");
        String marked = with(nydus, platform + ",\"artifactType\":\"application/vnd.nydus.image.manifest.v1+json\"");
        layout.index(List.of(with(oci, platform), marked), "marked");
        layout.index(List.of(with(oci, platform), with(nydus, platform)), "unmarked");
        layout.index(List.of(with(oci, platform)), "only-oci");
        for (String tag : List.of("marked", "unmarked")) {
            try (NydusImage image = open(layout, tag, "linux/s390x")) {
                GoldenImage.of("v6-merged")
                        .listing()
                        .assertMatches(TreeListing.of(image.rafs().tree(), image.files()));
            }
        }
        assertThatThrownBy(() -> open(layout, "only-oci", "linux/s390x"))
                .isInstanceOf(NotNydusException.class)
                .hasMessageContaining("has only plain OCI images for linux/s390x");
        assertThatThrownBy(() -> open(layout, "marked", "linux/riscv64"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(
                        "has no image for linux/riscv64, only for linux/s390x; choose one with --platform");
    }

    private static String with(String descriptor, String more) {
        return descriptor.substring(0, descriptor.length() - 1) + more + "}";
    }

    @Test
    void damagedBootstrapLayersAreRefused() throws IOException {
        GoldenLayout layout = new GoldenLayout(directory.resolve("layout"));
        byte[] good = GoldenLayout.gzip(GoldenLayout.tar("image/image.boot", new byte[1000]));
        byte[] flipped = good.clone();
        flipped[flipped.length / 2] ^= 1;
        String digest = layout.add(good);
        Files.write(layout.directory().resolve("blobs/sha256").resolve(digest.substring(7)), flipped);
        String annotations = GoldenLayout.bootstrapAnnotations("6");
        layout.manifest(List.of(GoldenLayout.descriptor("tar+gzip", digest, good.length, annotations)), "flipped");
        layout.manifest(List.of(GoldenLayout.descriptor("tar+gzip", digest, 10, annotations)), "long");
        byte[] other = GoldenLayout.gzip(GoldenLayout.tar("../image/image.boot", new byte[1000]));
        layout.manifest(List.of(layout.bootstrapLayer(other, "6")), "other");
        assertThatThrownBy(() -> open(layout, "flipped"))
                .isInstanceOf(RafsFormatException.class)
                .hasMessageMatching("bootstrap layer .*(is damaged|is not what its manifest says).*");
        assertThatThrownBy(() -> open(layout, "long"))
                .isInstanceOf(RafsFormatException.class)
                .hasMessageContaining("is longer than the 10 bytes that its manifest says");
        assertThatThrownBy(() -> open(layout, "other")).hasMessage("bootstrap layer has no image/image.boot");
        assertThat(directory.resolve("image")).doesNotExist();
    }

    @Test
    void keptBootstrapIsNotBelievedUnlessItIsWhole() throws IOException {
        try (NydusImage image = NydusImage.open("oci:" + TestData.demoLayout() + ":nydus-v6", options(true))) {
            assertThat(image.stats().metadataBytes()).isGreaterThan(200_000);
        }
        try (NydusImage image = NydusImage.open("oci:" + TestData.demoLayout() + ":nydus-v6", options(true))) {
            assertThat(image.stats().metadataBytes()).isLessThan(5000);
        }
        Path kept = only(directory.resolve("cache/bootstraps")).resolve("image.boot");
        byte[] bytes = Files.readAllBytes(kept);
        bytes[5000] ^= 1;
        Files.write(kept, bytes);
        try (NydusImage image = NydusImage.open("oci:" + TestData.demoLayout() + ":nydus-v6", options(true))) {
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
        try (NydusImage image = NydusImage.open("bootstrap:" + golden.bootstrap(), options(false))) {
            walk(
                    image.rafs().tree(),
                    image.rafs().tree().inode(image.rafs().tree().root()));
            assertThatThrownBy(() -> read(image, "etc", "passwd"))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("say with --blob-dir in which directory it is");
        }
    }

    private NydusImage open(GoldenLayout layout, String tag) throws IOException {
        return NydusImage.open("oci:" + layout.directory() + ":" + tag, options(false));
    }

    private NydusImage open(GoldenLayout layout, String tag, String platform) throws IOException {
        return NydusImage.open(
                "oci:" + layout.directory() + ":" + tag,
                new AccessOptions(
                        platform,
                        false,
                        false,
                        null,
                        null,
                        null,
                        true,
                        null,
                        null,
                        Duration.ofSeconds(5),
                        0,
                        Map.of()));
    }

    private static String read(NydusImage image, String... path) throws IOException {
        InodeTree tree = image.rafs().tree();
        Inode inode = tree.inode(tree.root());
        for (String name : path) {
            inode = tree.inode(tree.lookup(inode, RawName.of(name)).orElseThrow());
            if (inode.type() == dev.nydusview.rafs.FileType.SYMLINK) {
                return read(image, "usr", "lib", "os-release");
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) inode.size());
        image.files().read(inode, 0, bytes);
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }

    private static void walk(InodeTree tree, Inode directory) throws IOException {
        tree.list(directory, 0, entry -> {
            Inode child = tree.inode(entry.inode());
            tree.xattrs(child);
            if (child.isDirectory()) {
                walk(tree, child);
            }
            return true;
        });
    }

    private AccessOptions options(boolean cache) {
        return options(cache, null);
    }

    private AccessOptions withBlobs(Path blobs) {
        return options(false, blobs);
    }

    private AccessOptions options(boolean cache, Path blobs) {
        Path cacheDirectory = cache ? directory.resolve("cache") : null;
        return new AccessOptions(
                null, false, false, null, null, null, true, blobs, cacheDirectory, Duration.ofSeconds(5), 0, Map.of());
    }
}
