package dev.nydusview.image.backend;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.rafs.TreeListing;
import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.backend.BackendUri;
import dev.nydusview.testdata.GoldenImage;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests reads from an S3 server that others wrote, if {@code versitygw} is on the path. */
class VersityGatewayTest {
    private static final GoldenImage IMAGE = GoldenImage.of("v6-zstd-1m");

    @TempDir
    Path directory;

    private Process server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "versitygw")));
        assumeTrue(installed, "versitygw is not installed");
        Path bucket = Files.createDirectories(directory.resolve("root/golden-images"));
        Path images = Files.createDirectories(bucket.resolve("a b+c"));
        try (Stream<Path> blobs = Files.list(IMAGE.blobs())) {
            for (Path blob : blobs.toList()) {
                Files.copy(blob, images.resolve(blob.getFileName()));
            }
        }
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ProcessBuilder program = new ProcessBuilder(
                "versitygw",
                "--port",
                "127.0.0.1:" + port,
                "posix",
                directory.resolve("root").toString());
        program.environment().put("ROOT_ACCESS_KEY", "AKIDEXAMPLE");
        program.environment().put("ROOT_SECRET_KEY", "the-secret-key");
        program.redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        server = program.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (server != null) {
            server.destroy();
            server.waitFor();
        }
    }

    private NydusImage open(String secret) throws IOException {
        Access access = Access.of(Map.of(
                        "HOME", "/nonexistent", "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", secret))
                .withBackend(BackendUri.parse("s3://golden-images/a%20b+c?endpoint=http://127.0.0.1:" + port))
                // The server is waited for as any that is down.
                .withTransport(transport -> transport.withRetryFor(Duration.ofSeconds(30)));
        return ImageLibrary.open(LibrarySettings.UNCACHED).open("bootstrap:" + IMAGE.bootstrap(), access);
    }

    @Test
    void readsWhatItsKeysMayRead() throws IOException {
        try (NydusImage image = open("the-secret-key")) {
            IMAGE.listing().assertMatches(TreeListing.of(image.rafs().tree(), image.files()));
        }
        try (NydusImage image = open("another-key")) {
            assertThatThrownBy(() -> TreeListing.of(image.rafs().tree(), image.files()))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("403 SignatureDoesNotMatch");
        }
    }
}
