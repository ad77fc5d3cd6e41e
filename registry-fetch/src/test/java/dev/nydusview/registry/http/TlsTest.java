package dev.nydusview.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests a server whose certificate no authority of the JDK has signed. */
@Tag("soak")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsTest {
    private static final String PASSWORD = "changeit";

    private Path directory;

    private HttpsServer server;
    private Path certificate;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        KeyStore keys = keys("server");
        certificate = certificate(keys, "server.crt");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        server.createContext(
                "/",
                exchange -> Intercept.respond(
                        exchange, 200, exchange.getRequestURI().getPath()));
        server.start();
    }

    /** A new key with a certificate for this machine that it signed itself. */
    private KeyStore keys(String name) throws Exception {
        Path store = directory.resolve(name + ".p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        String arguments = "-genkeypair -alias server -keyalg EC -dname CN=test -ext san=ip:127.0.0.1"
                + " -storetype PKCS12 -storepass " + PASSWORD + " -keystore";
        List<String> command = new ArrayList<>(List.of(keytool.toString()));
        command.addAll(List.of(arguments.split(" ")));
        command.add(store.toString());
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private Path certificate(KeyStore keys, String file) throws Exception {
        String encoded = Base64.getMimeEncoder()
                .encodeToString(keys.getCertificate("server").getEncoded());
        return Files.writeString(
                directory.resolve(file), "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
    }

    private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @AfterAll
    void stop() {
        server.stop(0);
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private static RegistryAccess access(UnaryOperator<TransportSettings> change) {
        RegistryAccess usual = RegistryAccess.of(Map.of());
        return usual.with(change.apply(usual.transport().withRetryFor(Duration.ofSeconds(1))));
    }

    private static String get(String host, RegistryAccess access, Path... roots) throws IOException {
        ImageReference reference = ImageReference.parse(host + "/app");
        try (RegistryHttp http =
                new RegistryConnections(new CertificateDirectories(List.of(roots))).open(reference, access)) {
            return http.send(
                    new RegistryRequest("GET", "manifests/x", Map.of(), "", false),
                    answer -> new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void givenAuthorityIsTrusted() throws IOException {
        assertThat(get(host(), access(transport -> transport.withCaCertificate(certificate))))
                .isEqualTo("/v2/app/manifests/x");
    }

    @Test
    void authorityOfTheRegistrysDirectoryIsTrusted() throws IOException {
        Path root = directory.resolve("certs.d");
        Path own = Files.createDirectories(root.resolve(host()));
        Files.copy(certificate, own.resolve("ca.crt"));

        assertThat(get(host(), access(transport -> transport), directory.resolve("none"), root))
                .isEqualTo("/v2/app/manifests/x");
    }

    @Test
    void insecureTrustsAnybody() throws IOException {
        assertThat(get(host(), access(transport -> transport.withInsecure(true))))
                .isEqualTo("/v2/app/manifests/x");
    }

    @Test
    void unknownAuthorityIsExplained() throws Exception {
        Path other = certificate(keys("other"), "other.crt");
        assertThatThrownBy(() -> get(host(), access(transport -> transport.withCaCertificate(other))))
                .isInstanceOf(RemoteException.class)
                .hasMessageStartingWith(
                        "GET https://" + host() + "/v2/app/manifests/x: the server's certificate is not trusted (")
                .hasMessageEndingWith("); trust its authority with --cacert FILE, or any certificate with --insecure");
    }

    @Test
    void serverWithoutTlsIsExplained() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            Thread server = new Thread(() -> answerInPlain(plain));
            server.setDaemon(true);
            server.start();
            String host = "127.0.0.1:" + plain.getLocalPort();
            assertThatThrownBy(() -> get(host, access(transport -> transport.withInsecure(true))))
                    .isInstanceOf(RemoteException.class)
                    .hasMessage("GET https://" + host
                            + "/v2/app/manifests/x: the server does not speak TLS; use --plain-http, or"
                            + " http:// in the URL of a backend, if that is intended");
        }
    }

    /** Answers in plain text, as registries do that expect plain HTTP. */
    private static void answerInPlain(ServerSocket plain) {
        while (true) {
            try (Socket socket = plain.accept()) {
                socket.getInputStream().read(new byte[4096]);
                socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void fileWithoutACertificateIsNamed() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "nothing");
        assertThatThrownBy(() -> get(host(), access(transport -> transport.withCaCertificate(empty))))
                .isInstanceOf(RemoteException.class)
                .hasMessage("the file " + empty + " holds no certificate in PEM form");
    }
}
