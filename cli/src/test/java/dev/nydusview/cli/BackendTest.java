package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the options for blobs beside a bootstrap or a registry. */
class BackendTest {
    private static final GoldenImage IMAGE = GoldenImage.of("v6-zstd-1m");
    private static final String SOURCE = "bootstrap:" + IMAGE.bootstrap();
    private static final String FILE = "/etc/os-release";

    private Path directory;
    private Cli cli;
    private String content;

    @BeforeEach
    void setUp(@TempDir Path directory) {
        this.directory = directory;
        cli = new Cli(directory);
        Cli.Result read = cli.run(
                "cat", "--no-cache", SOURCE, FILE, "--blob-dir", IMAGE.blobs().toString());
        assertThat(read.err()).isEmpty();
        content = read.out();
    }

    private void assertRead(String... options) {
        String[] command = new String[options.length + 4];
        System.arraycopy(new String[] {"cat", "--no-cache", SOURCE, FILE}, 0, command, 0, 4);
        System.arraycopy(options, 0, command, 4, options.length);
        assertThat(cli.run(command)).isEqualTo(new Cli.Result(0, content, ""));
    }

    @Test
    void directories() throws IOException {
        assertRead("--backend", "dir:" + IMAGE.blobs());
        Path file = Files.writeString(
                directory.resolve("nydusd.json"),
                "{\"device\":{\"backend\":{\"type\":\"localfs\",\"config\":{\"dir\":\"/nonexistent\",\"alt_dirs\":[\""
                        + IMAGE.blobs() + "\"]}}}}");
        assertRead("--backend-config", file.toString());
    }

    /** A server that sends whole blobs, as simple ones do. */
    @Test
    void serverWithoutRanges() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/blobs/", exchange -> {
            String name = exchange.getRequestURI().getPath().substring("/blobs/".length());
            byte[] blob = Files.readAllBytes(IMAGE.blobs().resolve(name));
            exchange.sendResponseHeaders(200, blob.length);
            exchange.getResponseBody().write(blob);
            exchange.close();
        });
        server.start();
        try {
            assertRead("--backend", "http://127.0.0.1:" + server.getAddress().getPort() + "/blobs");
        } finally {
            server.stop(0);
        }
    }

    /** As {@code nydusify mount --target-insecure} names a registry, whether or not it has a certificate. */
    @Test
    void registryWithoutCertificateWhereItIsNotVerified() throws IOException {
        try (LayoutRegistry registry = LayoutRegistry.start("demo");
                Stream<Path> blobs = Files.list(IMAGE.blobs())) {
            for (Path blob : blobs.toList()) {
                registry.addBlob("application/vnd.oci.image.layer.nydus.blob.v1", Files.readAllBytes(blob));
            }
            Path file = Files.writeString(
                    directory.resolve("nydusd.json"),
                    "{\"device\":{\"backend\":{\"type\":\"registry\",\"config\":{\"scheme\":\"https\",\"host\":\""
                            + registry.host() + "\",\"repo\":\"demo\",\"skip_verify\":true}}}}");
            assertRead("--backend-config", file.toString());
        }
    }

    @Test
    void contradictions() {
        Cli.Result result = cli.run("cat", SOURCE, FILE, "--backend-config", "/a", "--backend", "dir:/b");

        assertThat(result.err()).contains("--backend and --backend-config exclude each other");
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void secretsInAMalformedBackendAreNotRepeated() {
        Cli.Result result = cli.run("cat", SOURCE, FILE, "--backend", "s3://id:secret@bucket/p");

        assertThat(result.err())
                .contains("keys are not taken from a URL")
                .doesNotContain("secret@")
                .doesNotContain("id:secret");
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void offlineAsksNoStorage() {
        Cli.Result result =
                cli.run("cat", SOURCE, FILE, "--offline", "--backend", "s3://bucket/p?endpoint=http://127.0.0.1:1");

        assertThat(result.err()).contains("with --offline no registry is asked");
        assertThat(result.code()).isEqualTo(3);
    }

    @Test
    void absentConfiguration() {
        Cli.Result result = cli.run(
                "cat",
                SOURCE,
                FILE,
                "--backend-config",
                directory.resolve("none").toString());

        assertThat(result.err())
                .isEqualTo("nydusview: the configuration " + directory.resolve("none") + " does not exist\n");
        assertThat(result.code()).isEqualTo(1);
    }
}
