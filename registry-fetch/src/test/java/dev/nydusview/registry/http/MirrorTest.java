package dev.nydusview.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.auth.CredentialSettings;
import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which servers are asked for an image, and for what, by configuration files and with real servers. */
final class MirrorTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    @TempDir
    Path home;

    private final List<HttpServer> servers = new ArrayList<>();
    /** Requests to all servers: name, URI and credentials. */
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    /** A server at loopback that answers everything with {@code status}; its host and port. */
    private String serve(String name, int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(name + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            Intercept.respond(exchange, status, name);
        });
        server.start();
        servers.add(server);
        return "localhost:" + server.getAddress().getPort();
    }

    private void registriesConf(String text) throws IOException {
        Path file = home.resolve(".config/containers/registries.conf");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void hostsToml(String registry, String text) throws IOException {
        Path file = home.resolve(".config/containerd/certs.d").resolve(registry).resolve("hosts.toml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private RegistryAccess access(UnaryOperator<TransportSettings> change) {
        Map<String, String> environment = new HashMap<>(Map.of("HOME", home.toString()));
        return Requests.access(environment, change);
    }

    private String get(String image, String path) throws IOException {
        return Requests.get(image, path, access(transport -> transport));
    }

    @Test
    void mirrorsOfRegistriesConfAreTriedInTheirOrder() throws IOException {
        String broken = serve("broken", 500);
        String lacking = serve("lacking", 404);
        String good = serve("good", 200);
        registriesConf(
                """
                [[registry]]
                prefix = "registry.example/team"
                location = "registry.example/team"
                [[registry.mirror]]
                location = "%s/copy"
                [[registry.mirror]]
                location = "%s"
                [[registry.mirror]]
                location = "%s/x"
                """
                        .formatted(broken, lacking, good));
        List<String> reported = new ArrayList<>();
        try (RegistryConnections connections = new RegistryConnections(new CertificateDirectories(List.of()));
                RegistryHttp http = connections.open(
                        ImageReference.parse("registry.example/team/app"), access(transport -> transport))) {
            http.reportMirrors(reported::add);
            for (int i = 0; i < 2; i++) {
                String body = http.send(
                        new RegistryRequest("GET", "blobs/" + DIGEST, Map.of(), "", false),
                        answer -> new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
                assertThat(body).isEqualTo("good");
            }
        }
        // The mirror that failed is left alone for a while, the one that lacks a blob may have another.
        assertThat(asked)
                .containsExactly(
                        "broken /v2/copy/app/blobs/" + DIGEST + " null",
                        "lacking /v2/app/blobs/" + DIGEST + " null",
                        "good /v2/x/app/blobs/" + DIGEST + " null",
                        "lacking /v2/app/blobs/" + DIGEST + " null",
                        "good /v2/x/app/blobs/" + DIGEST + " null");
        assertThat(reported).containsExactly(good, good);
    }

    @Test
    void registryIsAskedWhenNoMirrorHasAnswered() throws IOException {
        String registry = serve("registry", 200);
        registriesConf(
                """
                [[registry]]
                location = "%s"
                [[registry.mirror]]
                location = "%s"
                """
                        .formatted(registry, serve("broken", 503)));
        assertThat(get(registry, "manifests/x")).isEqualTo("registry");
        assertThat(asked).hasSize(2);
    }

    @Test
    void longestPrefixCountsAndLocationsReplaceIt() throws IOException {
        String registry = serve("registry", 200);
        registriesConf(
                """
                [[registry]]
                prefix = "*.example"
                location = "%s/all"
                [[registry]]
                prefix = "registry.example/app"
                location = "%s/own"
                """
                        .formatted(registry, registry));
        get("registry.example", "manifests/x");
        get("other.example", "manifests/x");
        assertThat(asked).containsExactly("registry /v2/own/manifests/x null", "registry /v2/all/app/manifests/x null");
    }

    @Test
    void blockedRegistryIsNotAsked() throws IOException {
        String registry = serve("registry", 200);
        registriesConf("[[registry]]\nlocation = \"" + registry + "\"\nblocked = true\n");
        assertThatThrownBy(() -> get(registry, "manifests/x"))
                .isInstanceOf(RemoteException.class)
                .hasMessage(registry + "/app is blocked by " + home.resolve(".config/containers/registries.conf"));
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[registry.mirror]]\npull-from-mirror = \"digest-only\"",
                "mirror-by-digest-only = true\n" + "[[registry.mirror]]"
            })
    void mirrorForDigestsIsNotAskedForTags(String table) throws IOException {
        String registry = serve("registry", 200);
        registriesConf("[[registry]]\nlocation = \"" + registry + "\"\n" + table + "\nlocation = \""
                + serve("mirror", 200) + "\"\n");
        assertThat(get(registry, "manifests/latest")).isEqualTo("registry");
        assertThat(get(registry, "manifests/" + DIGEST)).isEqualTo("mirror");
        assertThat(get(registry, "referrers/" + DIGEST)).isEqualTo("registry");
    }

    @Test
    void hostsOfContainerdAreAskedForTheRegistrysNamespace() throws IOException {
        String resolving = serve("resolving", 200);
        String pulling = serve("pulling", 200);
        hostsToml(
                "registry.example",
                """
                server = "https://registry.example"
                [host."http://%s/proxy"]
                  capabilities = ["pull"]
                [host."http://%s/whole"]
                  capabilities = ["pull", "resolve"]
                  override_path = true
                [host."http://localhost:1"]
                  capabilities = ["push"]
                """
                        .formatted(pulling, resolving));
        assertThat(get("registry.example", "manifests/latest")).isEqualTo("resolving");
        assertThat(get("registry.example", "blobs/" + DIGEST)).isEqualTo("pulling");
        assertThat(asked)
                .containsExactly(
                        "resolving /whole/app/manifests/latest?ns=registry.example null",
                        "pulling /proxy/v2/app/blobs/" + DIGEST + "?ns=registry.example null");
    }

    @Test
    void givenMirrorComesFirstAndDoesNotGetTheRegistrysCredentials() throws IOException {
        String given = serve("given", 200);
        String other = serve("other", 200);
        registriesConf(
                "[[registry]]\nlocation = \"registry.example\"\n[[registry.mirror]]\nlocation = \"" + other + "\"\n");
        RegistryAccess access = access(transport -> transport.withMirrors(List.of("http://" + given)))
                .with(CredentialSettings.of(Map.of()).withCredentials("u:hunter2"));
        assertThat(Requests.get("registry.example", "manifests/x", access)).isEqualTo("given");
        assertThat(asked).containsExactly("given /v2/app/manifests/x?ns=registry.example null");
    }

    @Test
    void insecureMirrorMayHaveTlsOrNot() throws IOException {
        try (TlsServer secure = TlsServer.start(false)) {
            for (String mirror : List.of("127.0.0.1:" + secure.port(), serve("plain", 200))) {
                registriesConf("[[registry]]\nlocation = \"registry.example\"\n[[registry.mirror]]\nlocation = \""
                        + mirror + "\"\ninsecure = true\n");
                assertThat(get("registry.example", "manifests/x")).isIn("/v2/app/manifests/x", "plain");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[registry]\n", "[[registry]]\nblocked = true\n", "[[registry]]\nlocation = 3\n"})
    void malformedConfigurationIsNamed(String text) throws IOException {
        registriesConf(text);
        assertThatThrownBy(() -> get("registry.example", "manifests/x"))
                .isInstanceOf(RemoteException.class)
                .hasMessageStartingWith(
                        "the configuration " + home.resolve(".config/containers/registries.conf") + " is malformed: ");
    }
}
