package dev.nydusview.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.testdata.Forwarder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import okhttp3.Credentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests requests through proxies in the forms in which variables name them. */
final class ProxyTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private HttpServer registry;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        registry.createContext(
                "/",
                exchange -> Intercept.respond(
                        exchange, 200, exchange.getRequestURI().getPath()));
        registry.start();
    }

    @AfterEach
    void stop() {
        registry.stop(0);
    }

    private static RegistryAccess plain(Map<String, String> environment) {
        return Requests.access(environment, transport -> transport.withPlainHttp(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry.example", "my_registry.example"})
    void everyRegistryIsAskedThroughTheProxy(String host) throws IOException {
        try (Forwarder proxy = Forwarder.start(registry.getAddress().getPort())) {
            Map<String, String> environment = Map.of("http_proxy", "http://127.0.0.1:" + proxy.port());
            assertThat(Requests.get(host, "manifests/x", plain(environment))).isEqualTo("/v2/app/manifests/x");
            assertThat(proxy.heads()).singleElement().asString().startsWith("GET http://" + host + "/v2/app/");
        }
    }

    @Test
    void proxyWithTlsIsUsed() throws IOException {
        Path authority = Files.writeString(directory.resolve("ca.pem"), TlsServer.AUTHORITY.certificatePem());
        try (Forwarder proxy = Forwarder.start(
                registry.getAddress().getPort(), TlsServer.context().getServerSocketFactory())) {
            Map<String, String> environment = Map.of(
                    "HTTP_PROXY", "https://u:p@127.0.0.1:" + proxy.port(), "SSL_CERT_FILE", authority.toString());
            assertThat(Requests.get("registry.example", "manifests/x", plain(environment)))
                    .isEqualTo("/v2/app/manifests/x");
            assertThatThrownBy(() -> Requests.get(
                            "registry.example",
                            "manifests/x",
                            plain(Map.of("HTTP_PROXY", "https://127.0.0.1:" + proxy.port()))))
                    .hasMessageContaining("through the proxy 127.0.0.1:" + proxy.port() + " ($HTTP_PROXY): ")
                    .hasMessageContaining("is not trusted");
        }
    }

    @Test
    void registryWithTlsIsAskedThroughAProxyWithTls() throws IOException {
        Path authority = Files.writeString(directory.resolve("ca.pem"), TlsServer.AUTHORITY.certificatePem());
        try (TlsServer secure = TlsServer.start(false);
                Forwarder proxy =
                        Forwarder.start(secure.port(), TlsServer.context().getServerSocketFactory())) {
            Map<String, String> environment = Map.of("HTTPS_PROXY", "https://127.0.0.1:" + proxy.port());
            RegistryAccess access = Requests.access(environment, transport -> transport.withCaCertificate(authority));
            // The proxy leads to a server with a certificate for another name.
            assertThatThrownBy(() -> Requests.get("registry.example", "manifests/x", access))
                    .hasMessageContaining("registry.example not verified");
            assertThat(proxy.heads()).singleElement().asString().startsWith("CONNECT registry.example:443 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"p@ss", "p%40ss"})
    void passwordMayHaveAnAt(String written) throws IOException {
        registry.removeContext("/");
        registry.createContext("/", exchange -> {
            String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Proxy-Authorization"));
            Intercept.respond(
                    exchange,
                    shown.equals(Credentials.basic("user", "p@ss")) ? 200 : 407,
                    shown,
                    "Proxy-Authenticate: Basic realm=\"p\"");
        });
        String proxy =
                "http://user:" + written + "@127.0.0.1:" + registry.getAddress().getPort();
        assertThat(Requests.get("registry.example", "manifests/x", plain(Map.of("ALL_PROXY", proxy))))
                .isEqualTo(Credentials.basic("user", "p@ss"));
    }

    @Test
    void deadProxyIsNamedWithoutItsPassword() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
            port = free.getLocalPort();
        }
        for (String scheme : new String[] {"http", "https", "socks5"}) {
            Map<String, String> environment =
                    Map.of("HTTPS_PROXY", scheme + "://u:hunter2@127.0.0.1:" + port, "NO_PROXY", "other.example");
            assertThatThrownBy(() -> Requests.get(
                            "registry.example", "manifests/x", Requests.access(environment, transport -> transport)))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining(
                            "through the proxy 127.0.0.1:" + port + " ($HTTPS_PROXY): no connection to it;"
                                    + " check the proxy, or name registry.example in NO_PROXY")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void proxyThatIsNotNeededMayBeWrong() throws IOException {
        Map<String, String> environment = Map.of("HTTP_PROXY", "ftp://nowhere", "HTTPS_PROXY", "://");
        String host = "127.0.0.1:" + registry.getAddress().getPort();
        assertThat(Requests.get(host, "manifests/x", Requests.access(environment, transport -> transport)))
                .isEqualTo("/v2/app/manifests/x");
    }
}
