package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import dev.nydusview.testdata.DirectoryListing;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --offline} after an image was read from a registry that ignores ranges, and keeps its blobs as a whole. */
class OfflineTest {
    private static final int SIZE = 9 << 20;

    private Path directory;
    private Cli cli;
    private BuiltImage image;
    private String reference;

    /** Answers each request for a range with the whole blob. */
    private static final class WithoutRanges extends Filter {
        private final byte[] blob;

        WithoutRanges(byte[] blob) {
            this.blob = blob;
        }

        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            if (!exchange.getRequestHeaders().containsKey("Range")) {
                chain.doFilter(exchange);
                return;
            }
            exchange.sendResponseHeaders(200, blob.length);
            exchange.getResponseBody().write(blob);
            exchange.close();
        }

        @Override
        public String description() {
            return "ignores ranges";
        }
    }

    @BeforeEach
    void read(@TempDir Path directory) throws Exception {
        this.directory = directory;
        cli = new Cli(directory);
        byte[] content = new byte[SIZE];
        new Random(4).nextBytes(content);
        image = ImageBuilder.v6().build(new SourceTree().file("/large", content).file("/small", new byte[] {'s'}));
        ByteBuffer only = image.blobs().values().iterator().next();
        byte[] blob = new byte[only.remaining()];
        only.get(blob);
        try (LayoutRegistry registry = LayoutRegistry.start("demo", new WithoutRanges(blob))) {
            BuiltRegistryImage.add(registry, "image", image, Files.createDirectory(directory.resolve("scratch")));
            reference = registry.reference("image");
            assertThat(cli.run("cat", reference, "/small", "/large").out()).hasSizeGreaterThan(SIZE / 2);
            clearChunks();
        }
    }

    /** Leaves the whole blob only. */
    private void clearChunks() throws IOException {
        try (Stream<Path> blobs = Files.list(directory.resolve(".cache/nydusview/blobs"))) {
            for (Path file : blobs.toList()) {
                if (!file.toString().endsWith(".whole")) {
                    Files.delete(file);
                }
            }
        }
    }

    private Path whole() throws IOException {
        try (Stream<Path> blobs = Files.list(directory.resolve(".cache/nydusview/blobs"))) {
            return blobs.filter(file -> file.toString().endsWith(".whole"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void chunksThatAreNotThereAreTakenFromTheWholeBlob() throws IOException {
        assertThat(whole()).isRegularFile();
        Path into = directory.resolve("into");

        Cli.Result result = cli.run("extract", "--offline", reference, into.toString());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(DirectoryListing.of(into).entries().get("/large").sha256())
                .isEqualTo(image.listing().entries().get("/large").sha256());
    }

    @Test
    void aDamagedOneIsNotBelieved() throws IOException {
        byte[] bytes = Files.readAllBytes(whole());
        for (int i = 0; i < bytes.length / 2; i++) {
            bytes[i] ^= 1;
        }
        Files.write(whole(), bytes);
        assertThat(cli.run(
                                "extract",
                                "--offline",
                                reference,
                                directory.resolve("damaged").toString())
                        .code())
                .isEqualTo(6);
        Files.delete(whole());
        Cli.Result gone = cli.run(
                "extract", "--offline", reference, directory.resolve("gone").toString());
        assertThat(gone.code()).isEqualTo(3);
        assertThat(gone.err()).contains("not in the cache, and with --offline no registry is asked");
    }
}
