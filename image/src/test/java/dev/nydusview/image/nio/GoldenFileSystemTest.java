package dev.nydusview.image.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Filter;
import dev.nydusview.base.CorruptDataException;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.rafs.model.ChunkVerificationException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.GoldenLayout;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden images as file systems have what their listings say. */
class GoldenFileSystemTest {
    /** More than the chunk index at the end of a blob takes. */
    private static final int INDEX = 16_384;

    @TempDir
    Path directory;

    @ParameterizedTest
    @Tag("soak")
    @MethodSource("dev.nydusview.testdata.GoldenImage#all")
    void everyGoldenImageIsAsListed(GoldenImage golden) throws IOException {
        try (FileSystem image = Images.golden(golden.kind())) {
            golden.listing().assertMatches(NioListing.of(image));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-lz4-blake3", "v6-zstd-1m"})
    void goldenImageOfARegistryIsAsListed(String kind) throws IOException {
        GoldenImage golden = GoldenImage.of(kind);
        GoldenLayout layout = new GoldenLayout(directory.resolve("layout"));
        layout.image(golden, "tag");
        AtomicLong requests = new AtomicLong();
        Filter counter = Filter.beforeHandler("counts requests", exchange -> requests.incrementAndGet());
        try (LayoutRegistry registry =
                LayoutRegistry.start("team/image", counter).add(OciLayout.open(layout.directory()))) {
            URI uri = URI.create("nydus://" + registry.reference("tag") + "!/");
            Map<String, Object> settings = Map.of("access", SampleAccess.plain(), "cache", directory.resolve("cache"));
            try (FileSystem image = FileSystems.newFileSystem(uri, settings)) {
                long before = requests.get();
                golden.listing().assertMatches(NioListing.of(image));
                assertThat(requests.get()).isGreaterThan(before);
            }
            try (FileSystem image = FileSystems.newFileSystem(uri, settings)) {
                long before = requests.get();
                golden.listing().assertMatches(NioListing.of(image));
                assertThat(requests.get()).as("all chunks are in the cache").isEqualTo(before);
            }
        }
    }

    @Test
    void filesOfARegistryAreFetchedWhenTheyAreRead() throws IOException {
        AtomicLong requests = new AtomicLong();
        Filter counter = Filter.beforeHandler("counts requests", exchange -> requests.incrementAndGet());
        try (LayoutRegistry registry =
                        LayoutRegistry.start("demo", counter).add(OciLayout.open(TestData.demoLayout()));
                FileSystem image = FileSystems.newFileSystem(
                        URI.create("nydus:" + registry.reference("nydus-v6")),
                        Map.of("access", SampleAccess.plain()))) {
            long opened = requests.get();
            try (var walk = Files.walk(image.getPath("/"))) {
                assertThat(walk.count()).isGreaterThan(1000);
            }
            assertThat(requests.get()).isEqualTo(opened);
            assertThat(Files.readString(image.getPath("/etc/os-release"))).contains("PRETTY_NAME=\"Debian");
            assertThat(requests.get()).isEqualTo(opened + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-zstd-1m", "v6-zstd-1m", "v6-none-sha256"})
    void damagedChunkFailsWithItsPlaceAndNoByte(String kind) throws IOException {
        GoldenImage golden = GoldenImage.of(kind);
        try (var blobs = Files.list(golden.blobs())) {
            for (Path blob : blobs.toList()) {
                byte[] bytes = Files.readAllBytes(blob);
                for (int i = 0; i < bytes.length - INDEX; i++) {
                    bytes[i] ^= 1;
                }
                Files.write(directory.resolve(blob.getFileName()), bytes);
            }
        }
        try (FileSystem image = Images.open(golden.bootstrap(), directory)) {
            Path file = image.getPath("/data/t200000");
            assertThatThrownBy(() -> Files.readAllBytes(file))
                    .isInstanceOf(ChunkVerificationException.class)
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageMatching("chunk \\d+ of blob [0-9a-f]{64} at offset 0x[0-9a-f]+ is damaged: .*");
            try (var channel = Files.newByteChannel(file)) {
                ByteBuffer buffer = ByteBuffer.allocate(100);
                assertThatThrownBy(() -> channel.read(buffer)).isInstanceOf(ChunkVerificationException.class);
                assertThat(buffer.position()).isZero();
                assertThat(channel.position()).isZero();
            }
        }
    }

    @Test
    void missingBlobIsAnotherFailure() throws IOException {
        GoldenImage golden = GoldenImage.of("v6-zstd-1m");
        try (FileSystem image = Images.open(golden.bootstrap(), directory)) {
            assertThat(Files.size(image.getPath("/data/t200000"))).isEqualTo(200000);
            assertThatThrownBy(() -> Files.readAllBytes(image.getPath("/data/t200000")))
                    .isInstanceOf(NotFoundException.class);
        }
    }
}
