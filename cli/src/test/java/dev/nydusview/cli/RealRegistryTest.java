package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.cli.GuardedRegistry.Guard;
import dev.nydusview.testdata.DirectoryListing;
import dev.nydusview.testdata.Forwarder;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.GoldenLayout;
import dev.nydusview.testdata.HostProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists, mounts and reads images in registries that others wrote, by every way that leads to one. */
@Timeout(300)
@Tag("mount")
class RealRegistryTest {
    private static final String DISTRIBUTION = "registry";
    private static final List<GoldenImage> IMAGES = Stream.of("v6-zstd-4k", "v5-lz4-blake3", "v6-zran")
            .map(GoldenImage::of)
            .toList();
    /** A registry that only mirrors and proxies know. */
    private static final String ABSENT = "registry.example.test";

    /** The ways from a reference to a server. */
    enum Way {
        DIRECT,
        PROXY,
        MIRROR_OPTION,
        REGISTRIES_CONF,
        HOSTS_TOML;

        boolean isMirror() {
            return this != DIRECT && this != PROXY;
        }
    }

    @TempDir
    private static Path storage;

    private Path directory;
    private Path mountPoint;
    private Cli cli;
    private final List<String> options = new ArrayList<>();

    @BeforeAll
    static void push(@TempDir Path scratch) throws Exception {
        if (RegistryProcess.isInstalled(DISTRIBUTION)) { // else each test is skipped, with its reason
            try (RegistryProcess registry = RegistryProcess.distribution(storage, "http: {addr: 127.0.0.1:0}")) {
                push(registry, scratch);
            }
        }
    }

    private static void push(RegistryProcess registry, Path scratch) throws Exception {
        for (GoldenImage image : IMAGES) {
            GoldenLayout layout = new GoldenLayout(scratch.resolve(image.kind()));
            layout.image(image, image.kind());
            new LayoutUpload(registry.port()).push(layout.directory(), "golden/app", image.kind());
        }
    }

    @BeforeEach
    void make(@TempDir Path parent) throws IOException {
        directory = parent.toRealPath();
        mountPoint = Files.createDirectory(directory.resolve("mnt"));
        cli = new Cli(directory);
    }

    @AfterEach
    void nothingIsMounted() throws Exception {
        cli.run("umount", "--lazy", mountPoint.toString());
        HostProcesses.awaitEnd(mountPoint.toString());
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(directory.toString());
    }

    private Cli.Result run(String... words) {
        return cli.run(Stream.concat(Stream.of(words), options.stream()).toArray(String[]::new));
    }

    private Path file(String name, String... lines) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, List.of(lines));
    }

    /** Lists the image, mounts it, and compares names, attributes and bytes of every file with those known. */
    private void assertReads(String reference, GoldenImage image) throws IOException {
        Cli.Result listed = run("ls", "-R", reference);
        assertThat(listed.err()).isEmpty();
        assertThat(listed.out())
                .isEqualTo(new Cli(directory)
                        .run("ls", "-R", "bootstrap:" + image.bootstrap())
                        .out());
        assertThat(listed.out().lines()).hasSize(image.listing().entries().size() - 1);

        Cli.Result mounted = run("mount", "-d", reference, mountPoint.toString());
        assertThat(mounted.code()).as(mounted.err()).isZero();
        image.listing().assertMatches(DirectoryListing.of(mountPoint));
        Cli.Result unmounted = cli.umount(mountPoint);
        assertThat(unmounted.code()).as(unmounted.err()).isZero();
    }

    private static Stream<Arguments> combinations() {
        AtomicInteger count = new AtomicInteger();
        return Stream.of(false, true)
                .flatMap(tls -> Arrays.stream(Guard.values()).flatMap(guard -> Arrays.stream(Way.values())
                        .map(way ->
                                Arguments.of(tls, guard, way, IMAGES.get(count.getAndIncrement() % IMAGES.size())))));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void imageIsReadByEveryWay(boolean tls, Guard guard, Way way, GoldenImage image) throws Exception {
        RegistryProcess.assumeInstalled(DISTRIBUTION);
        String tokenHost = way == Way.PROXY ? "tokens.example.test" : "127.0.0.1";
        try (Forwarder proxy = Forwarder.start();
                GuardedRegistry registry = GuardedRegistry.start(storage, directory, tls, guard, tokenHost)) {
            String server = (way == Way.PROXY ? ABSENT : "127.0.0.1") + ":" + registry.port();
            configure(way, tls, server, registry, proxy);
            if (!tls && guard == Guard.TOKEN_OF_USER && way == Way.PROXY) {
                // A proxy can have written the name of a token server that a registry without TLS tells.
                assertThat(logIn(server, GuardedRegistry.PASSWORD).err())
                        .contains("credentials are sent only to its own host and port")
                        .hasLineCount(1);
                return;
            }
            if (guard.needsUser()) {
                assertThat(logIn(server, "wr0ng").err())
                        .contains("401")
                        .doesNotContain("wr0ng")
                        .hasLineCount(1);
                Cli.Result result = logIn(server, GuardedRegistry.PASSWORD);
                assertThat(result.code()).as(result.err()).isZero();
            }
            assertReads((way.isMirror() ? ABSENT : server) + "/golden/app:" + image.kind(), image);

            if (registry.tokens() != null) {
                assertThat(registry.tokens().granted()).contains("golden/app:pull");
            }
            assertThat(proxy.heads().isEmpty()).isEqualTo(way != Way.PROXY);
        }
    }

    private void configure(Way way, boolean tls, String server, GuardedRegistry registry, Forwarder proxy)
            throws IOException {
        String authority = GuardedRegistry.authority(directory).toString();
        String scheme = tls ? "https://" : "http://";
        List<String> trusting = tls ? List.of("--cacert", authority) : List.of();
        switch (way) {
            case DIRECT -> options.addAll(trusting);
            case MIRROR_OPTION -> {
                options.addAll(trusting);
                options.addAll(List.of("--mirror", scheme + server));
            }
            case PROXY -> {
                cli.with(tls ? "HTTPS_PROXY" : "HTTP_PROXY", "http://127.0.0.1:" + proxy.port());
                if (tls) {
                    cli.with("SSL_CERT_FILE", authority);
                } else {
                    options.add("--plain-http");
                }
            }
            case REGISTRIES_CONF -> {
                file(
                        ".config/containers/registries.conf",
                        "[[registry]]",
                        "location = '" + ABSENT + "'",
                        "[[registry.mirror]]",
                        "location = '" + server + "'",
                        "insecure = " + !tls);
                trustByDirectory(tls, server, registry);
            }
            case HOSTS_TOML -> {
                file(
                        ".config/containerd/certs.d/" + ABSENT + "/hosts.toml",
                        "[host.'" + scheme + server + "']",
                        "capabilities = ['pull', 'resolve']",
                        tls ? "ca = '" + authority + "'" : "");
                trustByDirectory(tls, server, registry);
            }
        }
    }

    /** Trusts the authority for the registry and its token service only. */
    private void trustByDirectory(boolean tls, String server, GuardedRegistry registry) throws IOException {
        if (tls) {
            String pem = Files.readString(GuardedRegistry.authority(directory));
            file(".config/containers/certs.d/" + server + "/ca.crt", pem);
            if (registry.tokens() != null) {
                file(".config/containers/certs.d/127.0.0.1:" + registry.tokens().port() + "/ca.crt", pem);
            }
        }
    }

    private Cli.Result logIn(String server, String password) {
        cli.input(password);
        return run("login", "-u", GuardedRegistry.USER, "--password-stdin", server);
    }

    @Test
    void registryOfCraneIsRead() throws Exception {
        RegistryProcess.assumeInstalled("crane");
        try (RegistryProcess registry = RegistryProcess.crane()) {
            push(registry, Files.createDirectory(directory.resolve("layouts")));
            for (GoldenImage image : IMAGES) {
                assertReads("127.0.0.1:" + registry.port() + "/golden/app:" + image.kind(), image);
            }
        }
    }
}
