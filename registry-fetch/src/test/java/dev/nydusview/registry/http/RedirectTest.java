package dev.nydusview.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.auth.CredentialSettings;
import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests redirects and token servers over real sockets: the servers connected to, and the credentials shown to each. */
final class RedirectTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String BASIC = "Basic dTpw";

    private final List<HttpServer> servers = new ArrayList<>();
    /** Requests to all servers: name of the server, method, path and credentials. */
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** Answers a request; returns false for the usual answer. */
    private interface Rule {
        boolean answer(HttpExchange exchange) throws IOException;
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    /** A server at {@code address}; its port. */
    private int serve(String name, InetAddress address, Rule rule) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        server.createContext("/", exchange -> {
            asked.add(name + " " + exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().getPath() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            if (!rule.answer(exchange)) {
                Intercept.respond(exchange, 200, "content");
            }
        });
        server.start();
        servers.add(server);
        return server.getAddress().getPort();
    }

    private int other(InetAddress address) throws IOException {
        return serve("other", address, exchange -> false);
    }

    private static boolean redirect(HttpExchange exchange, String location) throws IOException {
        return exchange.getRequestURI().getPath().startsWith("/v2/")
                && Intercept.respond(exchange, 307, "", "Location: " + location);
    }

    private static boolean challenge(HttpExchange exchange, String realm) throws IOException {
        String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        return !shown.startsWith("Bearer")
                && exchange.getRequestURI().getPath().startsWith("/v2/")
                && Intercept.respond(exchange, 401, "", "WWW-Authenticate: Bearer realm=\"" + realm + "\"");
    }

    private static RegistryAccess access(UnaryOperator<TransportSettings> change) {
        RegistryAccess usual = RegistryAccess.of(Map.of());
        return usual.with(change.apply(usual.transport().withRetryFor(Duration.ofSeconds(1))));
    }

    private static String get(String host, RegistryAccess access) throws IOException {
        ImageReference reference = ImageReference.parse(host + "/app");
        try (RegistryHttp http =
                new RegistryConnections(new CertificateDirectories(List.of())).open(reference, access)) {
            return http.send(
                    new RegistryRequest("GET", "blobs/x", Map.of(), "", false),
                    answer -> new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static RegistryAccess withCredentials() {
        return access(transport -> transport.withPlainHttp(true))
                .with(CredentialSettings.of(Map.of()).withCredentials("u:p"));
    }

    /** Returns an address of this machine that is not loopback; the tests that need one are skipped without one. */
    private static InetAddress own() throws IOException {
        InetAddress found = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && AddressKind.of(address) == AddressKind.OTHER)
                .findFirst()
                .orElse(null);
        assumeTrue(found != null, "this machine has an address of its own");
        return found;
    }

    private static @Nullable InetAddress uniqueLocal() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> AddressKind.of(address) == AddressKind.UNIQUE_LOCAL)
                .findFirst()
                .orElse(null);
    }

    private static void assertRefused(String host, RegistryAccess access, String address) {
        assertThatThrownBy(() -> get(host, access))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining(": refused: the registry leads to the ")
                .hasMessageContaining(address);
    }

    @Test
    @Tag("soak")
    void registryAtAnAddressOfThisMachineLeadsToNothingElseOnIt() throws IOException {
        InetAddress own = own();
        int atLoopback = other(LOOPBACK);
        int atOwn = other(own);
        List<String> targets = new ArrayList<>();
        for (String host : new String[] {
            "127.0.0.1",
            "localhost",
            "localhost.",
            "0.0.0.0",
            "127.1",
            "2130706433",
            "0x7f000001",
            "017700000001",
            "[::ffff:127.0.0.1]",
            "[::]",
            "user:pw@127.0.0.1"
        }) {
            targets.add("http://" + host + ":" + atLoopback + "/x");
        }
        targets.add("http://" + own.getHostAddress() + ":" + atOwn + "/x");
        targets.add("//" + own.getHostAddress() + ":" + atOwn + "/x");
        String[] target = {""};
        boolean[] byRealm = {false};
        int port = serve(
                "registry",
                own,
                exchange -> byRealm[0] ? challenge(exchange, target[0]) : redirect(exchange, target[0]));
        String host = own.getHostAddress() + ":" + port;
        for (String each : targets) {
            target[0] = each;
            byRealm[0] = false;
            assertThatThrownBy(() -> get(host, withCredentials())).as(each).isInstanceOf(IOException.class);
            byRealm[0] = true;
            assertThatThrownBy(() -> get(host, withCredentials()))
                    .as("realm " + each)
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(host, access(transport -> transport.withPlainHttp(true))))
                    .as("anonymous, realm " + each)
                    .isInstanceOf(IOException.class);
        }
        assertThat(asked).allMatch(request -> request.startsWith("registry GET /v2/app/blobs/x null"));
    }

    @Test
    void addressIsLookedAtWhenItIsConnectedTo() throws IOException {
        InetAddress own = own();
        int port = other(LOOPBACK);
        // A name is unknown before the resolver has answered
        int registry = serve("registry", own, exchange -> redirect(exchange, "http://localhost:" + port + "/x"));
        assertRefused(
                own.getHostAddress() + ":" + registry,
                access(transport -> transport.withPlainHttp(true)),
                "local address ");
        assertThat(asked).hasSize(1);
    }

    @Test
    void registryLeadsToItself() throws IOException {
        for (InetAddress address : new InetAddress[] {LOOPBACK, own()}) {
            asked.clear();
            int[] port = {0};
            port[0] = serve("registry", address, exchange -> {
                String path = exchange.getRequestURI().getPath();
                String self = "http://" + address.getHostAddress() + ":" + port[0];
                return path.equals("/token")
                        ? Intercept.respond(exchange, 200, "{\"token\":\"t\"}")
                        : path.equals("/v2/app/blobs/x")
                                && (challenge(exchange, self + "/token")
                                        || redirect(exchange, self + "/v2/app/blobs/y"));
            });
            assertThat(get(address.getHostAddress() + ":" + port[0], withCredentials()))
                    .isEqualTo("content");
            assertThat(asked)
                    .containsExactly(
                            "registry GET /v2/app/blobs/x null",
                            "registry GET /token " + BASIC,
                            "registry GET /v2/app/blobs/x Bearer t",
                            "registry GET /v2/app/blobs/y Bearer t");
        }
    }

    @Test
    void registryOnThisMachineMayHaveItsStorageThereButShowsItNothing() throws IOException {
        for (InetAddress address : new InetAddress[] {LOOPBACK, own()}) {
            asked.clear();
            int storage = other(address);
            String location = "http://" + address.getHostAddress() + ":" + storage + "/x";
            int port =
                    serve("registry", LOOPBACK, exchange -> challengeBasic(exchange) || redirect(exchange, location));
            assertThat(get("127.0.0.1:" + port, withCredentials())).isEqualTo("content");
            assertThat(asked)
                    .containsExactly(
                            "registry GET /v2/app/blobs/x null",
                            "registry GET /v2/app/blobs/x " + BASIC,
                            "other GET /x null");
        }
    }

    private static boolean challengeBasic(HttpExchange exchange) throws IOException {
        return !BASIC.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && Intercept.respond(exchange, 401, "", "WWW-Authenticate: Basic realm=\"r\"");
    }

    @Test
    void registryOnThisMachineMayHaveItsTokenServerThereOnly() throws IOException {
        int tokens = serve(
                "tokens",
                LOOPBACK,
                exchange -> exchange.getRequestURI().getPath().equals("/t")
                        && Intercept.respond(exchange, 200, "{\"token\":\"t\"}"));
        String[] realm = {"http://127.0.0.1:" + tokens + "/t"};
        int registry = serve("registry", LOOPBACK, exchange -> challenge(exchange, realm[0]));
        assertThat(get("127.0.0.1:" + registry, withCredentials())).isEqualTo("content");
        assertThat(asked)
                .containsExactly(
                        "registry GET /v2/app/blobs/x null",
                        "tokens GET /t " + BASIC,
                        "registry GET /v2/app/blobs/x Bearer t");
        asked.clear();
        realm[0] = "http://" + own().getHostAddress() + ":" + tokens + "/t";
        assertThatThrownBy(() -> get("127.0.0.1:" + registry, withCredentials()))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("credentials are sent only to its own host and port");
        assertThat(asked).containsExactly("registry GET /v2/app/blobs/x null");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void tokenServerMayHaveMoved(int status) throws IOException {
        int elsewhere = serve("other", LOOPBACK, exchange -> Intercept.respond(exchange, 200, "{\"token\":\"o\"}"));
        String[] location = {"/moved/token"};
        int[] port = {0};
        port[0] = serve("registry", LOOPBACK, exchange -> {
            String path = exchange.getRequestURI().getPath();
            return path.equals("/token")
                    ? Intercept.respond(exchange, status, "", "Location: " + location[0])
                    : path.equals("/moved/token")
                            ? Intercept.respond(exchange, 200, "{\"token\":\"t\"}")
                            : challenge(exchange, "http://127.0.0.1:" + port[0] + "/token");
        });
        assertThat(get("127.0.0.1:" + port[0], withCredentials())).isEqualTo("content");
        assertThat(asked).contains("registry GET /moved/token " + BASIC, "registry GET /v2/app/blobs/x Bearer t");
        asked.clear();
        location[0] = "http://127.0.0.1:" + elsewhere + "/token";
        assertThat(get("127.0.0.1:" + port[0], withCredentials())).isEqualTo("content");
        assertThat(asked).contains("other GET /token null", "registry GET /v2/app/blobs/x Bearer o");
        asked.clear();
        location[0] = "/token";
        assertThatThrownBy(() -> get("127.0.0.1:" + port[0], withCredentials()))
                .hasMessageEndingWith("refused: more than 10 redirects");
        assertThat(asked).hasSize(12);
    }

    @Test
    void uniqueLocalAddressOfThisMachineIsOutOfReach() throws IOException {
        InetAddress unique = uniqueLocal();
        assumeTrue(unique != null, "this machine has a unique local address");
        InetAddress own = own();
        String target = "http://[" + unique.getHostAddress().replaceFirst("%.*", "") + "]:" + other(unique) + "/x";
        int port = serve("registry", own, exchange -> redirect(exchange, target));
        assertRefused(
                own.getHostAddress() + ":" + port,
                access(transport -> transport.withPlainHttp(true)),
                "unique local address ");
        assertThat(asked).hasSize(1);
    }
}
