package dev.nydusview.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.testdata.Forwarder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what files and variables say about certificates, with servers that demand them. */
final class CertificatesTest {
    private static final String PATH = "manifests/x";
    private static final String ANSWER = "/v2/app/manifests/x";

    @TempDir
    Path directory;

    private RegistryAccess usual() {
        return environment(Map.of());
    }

    private static RegistryAccess environment(Map<String, String> variables) {
        return Requests.access(variables, transport -> transport);
    }

    private Path authority(Path file) throws IOException {
        return Files.writeString(file, TlsServer.AUTHORITY.certificatePem());
    }

    private Path own(String host) throws IOException {
        Path own = Files.createDirectories(directory.resolve("certs.d").resolve(host));
        authority(own.resolve("ca.crt"));
        return own;
    }

    private Path root() {
        return directory.resolve("certs.d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PKCS8", "RSA PKCS1", "EC PKCS8", "EC SEC1"})
    void clientCertificateOfTheRegistrysDirectoryIsShown(String form) throws IOException {
        HeldCertificate client =
                TlsServer.signed(builder -> form.startsWith("RSA") ? builder.rsa2048() : builder.ecdsa256());
        try (TlsServer server = TlsServer.start(true)) {
            String host = "127.0.0.1:" + server.port();
            Path own = own(host);
            Files.writeString(own.resolve("client.cert"), client.certificatePem());
            Files.writeString(own.resolve("client.key"), key(client, form));

            assertThat(Requests.get(host, PATH, usual(), root())).isEqualTo(ANSWER);
        }
    }

    private static String key(HeldCertificate client, String form) {
        return switch (form) {
            case "RSA PKCS1" -> client.privateKeyPkcs1Pem();
            case "EC SEC1" ->
                pem("EC PARAMETERS", new byte[] {5, 0})
                        + pem(
                                "EC PRIVATE KEY",
                                content(client.keyPair().getPrivate().getEncoded()));
            default -> client.privateKeyPkcs8Pem();
        };
    }

    private static String pem(String label, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }

    /** The octets at the end of a PKCS #8 key of less than 128 bytes: header, version, algorithm, octets. */
    private static byte[] content(byte[] pkcs8) {
        int header = pkcs8[1] < 0 ? 3 : 2;
        int algorithm = header + 3;
        int octets = algorithm + 2 + pkcs8[algorithm + 1];
        return Arrays.copyOfRange(pkcs8, octets + 2, octets + 2 + pkcs8[octets + 1]);
    }

    @Test
    void missingClientCertificateIsExplained() throws IOException {
        try (TlsServer server = TlsServer.start(true)) {
            String host = "127.0.0.1:" + server.port();
            own(host);
            assertThatThrownBy(() -> Requests.get(host, PATH, usual(), root()))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining(
                            "put client.cert and client.key into /etc/docker/certs.d/127.0.0.1:" + server.port());
        }
    }

    @Test
    void unusablePairsAreNamed() throws IOException {
        Path own = own("registry.example");
        HeldCertificate client = TlsServer.signed(builder -> builder);
        Files.writeString(own.resolve("client.cert"), client.certificatePem());
        Path key = own.resolve("client.key");
        assertThatThrownBy(() -> Requests.get("registry.example", PATH, usual(), root()))
                .hasMessageContaining("has no key " + key);
        Files.writeString(key, client.certificatePem());
        assertThatThrownBy(() -> Requests.get("registry.example", PATH, usual(), root()))
                .hasMessage("the file " + key + " holds no private key in PEM form");
        Files.writeString(key, pem("ENCRYPTED PRIVATE KEY", new byte[] {1}));
        assertThatThrownBy(() -> Requests.get("registry.example", PATH, usual(), root()))
                .hasMessageContaining("is encrypted");
        Files.writeString(key, TlsServer.signed(builder -> builder.rsa2048()).privateKeyPkcs8Pem());
        assertThatThrownBy(() -> Requests.get("registry.example", PATH, usual(), root()))
                .hasMessageContaining("is not the EC key that belongs to ");
        Files.writeString(key, TlsServer.signed(builder -> builder).privateKeyPkcs8Pem());
        assertThatThrownBy(() -> Requests.get("registry.example", PATH, usual(), root()))
                .hasMessageContaining("is not the EC key that belongs to ");
    }

    @Test
    void directoriesOfTheUserAreRead() throws IOException {
        try (TlsServer server = TlsServer.start(false)) {
            String host = "127.0.0.1:" + server.port();
            for (String below : new String[] {"containers/certs.d", "docker/certs.d"}) {
                Path home = directory.resolve("home-" + below.charAt(0));
                Path own = Files.createDirectories(
                        home.resolve(".config").resolve(below).resolve(host));
                authority(own.resolve("ca.crt"));
                Path[] roots = CertificateDirectories.of(Map.of("HOME", home.toString()))
                        .roots()
                        .toArray(new Path[0]);

                assertThat(Requests.get(host, PATH, usual(), roots)).isEqualTo(ANSWER);
            }
        }
    }

    @Test
    void variablesNameAuthoritiesOfTheMachine() throws IOException {
        Path file = authority(directory.resolve("bundle.pem"));
        Path certificates = Files.createDirectories(directory.resolve("certificates"));
        authority(certificates.resolve("a.0"));
        Files.writeString(certificates.resolve("README"), "not a certificate");
        try (TlsServer server = TlsServer.start(false);
                Forwarder forwarder = Forwarder.start(server.port())) {
            String host = "registry.localhost.example:" + server.port();
            String proxy = "http://127.0.0.1:" + forwarder.port();
            for (Map<String, String> variables : List.of(
                    Map.of("SSL_CERT_FILE", file.toString()),
                    Map.of("SSL_CERT_DIR", directory + "/none:" + certificates))) {
                Map<String, String> all = new HashMap<>(variables);
                all.put("HTTPS_PROXY", proxy);
                assertThatThrownBy(() -> Requests.get(host, PATH, environment(Map.of("HTTPS_PROXY", proxy))))
                        .hasMessageContaining("PKIX path building failed");
                // The authority is trusted now, and only the name is another one.
                assertThatThrownBy(() -> Requests.get(host, PATH, environment(all)))
                        .hasMessageNotContaining("PKIX")
                        .hasMessageContaining("registry.localhost.example");
            }
        }
    }

    @Test
    void tlsWhereHttpIsSpokenIsRecognised() throws IOException {
        try (TlsServer server = TlsServer.start(false)) {
            assertThatThrownBy(() -> Requests.get("127.0.0.1:" + server.port(), PATH, usual()))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageEndingWith(ServerProbe.TLS);
        }
    }

    @Test
    void errorPageAboutTlsIsUnderstood() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/", exchange -> Intercept.respond(exchange, 400, "Client sent an HTTP request to an HTTPS server.\n"));
        server.start();
        try {
            String host = "127.0.0.1:" + server.getAddress().getPort();
            assertThatThrownBy(() -> Requests.get(host, PATH, usual())).hasMessageEndingWith(ServerProbe.TLS);
        } finally {
            server.stop(0);
        }
    }

    /** A server that closes connections on which no HTTP arrives, without an answer. */
    @Test
    void silentServerWithoutTlsIsRecognised() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answerOnlyHttp(plain));
            server.setDaemon(true);
            server.start();
            RegistryAccess secure = Requests.access(Map.of(), transport -> transport.withInsecure(true));
            assertThatThrownBy(() -> Requests.get("127.0.0.1:" + plain.getLocalPort(), PATH, secure))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageEndingWith(ServerProbe.PLAIN);
        }
    }

    private static void answerOnlyHttp(ServerSocket plain) {
        while (true) {
            try (Socket socket = plain.accept()) {
                InputStream in = socket.getInputStream();
                if (in.read() == 'G') {
                    socket.getOutputStream()
                            .write("HTTP/1.1 404 Not Found\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                return;
            }
        }
    }
}
