package dev.nydusview.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.rafs.TreeListing;
import dev.nydusview.rafs.model.ChunkVerificationException;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.registry.http.Intercept;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.GoldenLayout;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges whose bytes are not those of their chunks, from a registry, storage behind it, or a mirror. */
@Timeout(120)
class WrongChunkTest {
    private static final String PATH = "/v2/app/blobs/sha256:";

    @TempDir
    Path directory;

    /** Answers ranges of blobs with other bytes, those whose number {@code wrong} has. */
    private final class WrongRanges implements Intercept.Rule {
        private final IntPredicate wrong;
        private int ranges;

        WrongRanges(IntPredicate wrong) {
            this.wrong = wrong;
        }

        @Override
        public synchronized boolean answer(HttpExchange exchange) throws IOException {
            String range = exchange.getRequestHeaders().getFirst("Range");
            String path = exchange.getRequestURI().getPath();
            return range != null && path.startsWith(PATH) && wrong.test(++ranges) && answer(exchange, range, path);
        }

        private boolean answer(HttpExchange exchange, String range, String path) throws IOException {
            byte[] blob =
                    Files.readAllBytes(directory.resolve("layout/blobs/sha256").resolve(path.substring(PATH.length())));
            String[] ends = range.substring("bytes=".length()).split("-", -1);
            byte[] part = Arrays.copyOfRange(blob, Integer.parseInt(ends[0]), Integer.parseInt(ends[1]) + 1);
            for (int i = 0; i < part.length; i++) {
                part[i] ^= 0x55;
            }
            return Intercept.respond(
                    exchange, 206, part, "Content-Range: bytes " + ends[0] + "-" + ends[1] + "/" + blob.length);
        }
    }

    private OciLayout layout(GoldenImage golden) throws IOException {
        GoldenLayout layout = new GoldenLayout(directory.resolve("layout"));
        layout.image(golden, "tag");
        return OciLayout.open(layout.directory());
    }

    private NydusImage open(String source, List<String> mirrors) throws IOException {
        Access access = Access.of(Map.of())
                .withCached(false)
                .withTransport(transport -> transport.withMirrors(mirrors).withRetryFor(Duration.ofSeconds(5)));
        return ImageLibrary.open(LibrarySettings.UNCACHED).open(source, access);
    }

    private static void assertComplete(GoldenImage golden, NydusImage image) throws IOException {
        golden.listing().assertMatches(TreeListing.of(image.rafs().tree(), image.files()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v5-lz4-blake3",
                "v5-zstd-4k",
                "v6-none-sha256",
                "v6-zstd-4k",
                "v6-batch",
                "v6-enc-batch",
                "v6-zran",
                "v6-tarfs"
            })
    void bytesThatAreWrongOnceAreReadAgain(String kind) throws IOException {
        GoldenImage golden = GoldenImage.of(kind);
        OciLayout layout = layout(golden);
        // The first range, and in v6, where that has the chunk index, which is then read again, that of the first
        // chunks.
        int last = kind.startsWith("v6") ? 3 : 1;
        Intercept faults = new Intercept(new WrongRanges(number -> number == 1 || number == last));
        try (LayoutRegistry registry = LayoutRegistry.start("app", faults).add(layout);
                NydusImage image = open(registry.reference("tag"), List.of())) {
            assertComplete(golden, image);
        }
    }

    @Test
    void aChunkIndexThatStaysWrongFailsWithItsPlace() throws IOException {
        GoldenImage golden = GoldenImage.of("v6-zstd-4k");
        Intercept faults = new Intercept(new WrongRanges(number -> true));
        try (LayoutRegistry registry = LayoutRegistry.start("app", faults).add(layout(golden));
                NydusImage image = open(registry.reference("tag"), List.of())) {
            assertThatThrownBy(() -> assertComplete(golden, image))
                    .isInstanceOf(RafsFormatException.class)
                    .hasMessageMatching(
                            "the chunk index of blob ([0-9a-f]{64}), at offset 0x[0-9a-f]+ of \\1, is damaged: .*");
            assertThat(image.stats().chunksFetched()).isZero();
        }
    }

    @Test
    void wrongDataOfUncompressedChunksFailsWithOffsetAndBothDigests() throws IOException {
        GoldenImage golden = GoldenImage.of("v5-none-sha256");
        Intercept faults = new Intercept(new WrongRanges(number -> true));
        try (LayoutRegistry registry = LayoutRegistry.start("app", faults).add(layout(golden));
                NydusImage image = open(registry.reference("tag"), List.of())) {
            assertThatThrownBy(() -> assertComplete(golden, image))
                    .isInstanceOf(ChunkVerificationException.class)
                    .hasMessageMatching(
                            ".*offset.* is damaged: its sha256 digest is [0-9a-f]{64}, the image's bootstrap says [0-9a-f]{64}.*");
            List<String> ranges = faults.seen().stream()
                    .map(Intercept.Seen::range)
                    .filter(range -> !range.equals("null"))
                    .toList();
            assertThat(ranges.size()).isLessThan(200);
        }
    }

    @Test
    void anotherNodeOfTheStorageIsAskedAfterWrongBytes() throws IOException {
        GoldenImage golden = GoldenImage.of("v6-zstd-4k");
        OciLayout layout = layout(golden);
        Intercept badFaults = new Intercept(new WrongRanges(number -> true));
        Intercept goodRequests = Intercept.recording();
        try (LayoutRegistry bad = LayoutRegistry.start("app", badFaults).add(layout);
                LayoutRegistry good = LayoutRegistry.start("app", goodRequests).add(layout)) {
            int[] redirects = {0};
            Intercept redirecting = new Intercept(exchange -> {
                String path = exchange.getRequestURI().getPath();
                if (!path.startsWith(PATH) || exchange.getRequestHeaders().getFirst("Range") == null) {
                    return false;
                }
                synchronized (redirects) {
                    String node = redirects[0]++ == 0 ? bad.host() : good.host();
                    return Intercept.respond(exchange, 307, "", "Location: http://" + node + path);
                }
            });
            try (LayoutRegistry registry =
                            LayoutRegistry.start("app", redirecting).add(layout);
                    NydusImage image = open(registry.reference("tag"), List.of())) {
                assertComplete(golden, image);
            }
            assertThat(badFaults.seen()).isNotEmpty();
            assertThat(goodRequests.seen()).isNotEmpty();
            // Once for each node, and again for chunks of the first range that were found wrong at the same time.
            assertThat(redirects[0]).isBetween(2, 100);
        }
    }

    @Test
    void theRegistryIsAskedAfterWrongBytesOfAMirror() throws IOException {
        GoldenImage golden = GoldenImage.of("v6-zstd-4k");
        OciLayout layout = layout(golden);
        Intercept faults = new Intercept(new WrongRanges(number -> true));
        Intercept requests = Intercept.recording();
        try (LayoutRegistry mirror = LayoutRegistry.start("app", faults).add(layout);
                LayoutRegistry registry = LayoutRegistry.start("app", requests).add(layout);
                NydusImage image = open(registry.reference("tag"), List.of(mirror.host()))) {
            assertComplete(golden, image);
            assertThat(image.mirrors()).containsExactly(mirror.host());
            assertThat(requests.seen()).extracting(Intercept.Seen::range).anyMatch(range -> range.startsWith("bytes="));
        }
    }
}
