package dev.nydusview.securitylog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of delivery to a real rsyslog, which writes down what it has understood. */
@Timeout(120)
final class RsyslogTest {
    private static final Path PROGRAM = Path.of("/usr/sbin/rsyslogd");
    private static final List<String> LIBRARIES =
            List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib");
    private static final int EVENTS = 50;

    private final Events events = new Events();

    @TempDir
    Path directory;

    private @Nullable Process server;

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.destroy();
            assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Starts rsyslog with {@code inputs}; each message becomes a line: program, severity, id of the message, text. */
    private void start(String inputs) throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "rsyslogd is not installed");
        Path configuration = directory.resolve("rsyslog.conf");
        Files.writeString(
                configuration,
                """
                global(workDirectory="%1$s")
                %2$s
                template(name="understood" type="string" string="%%app-name%%|%%syslogseverity-text%%|%%msgid%%|%%msg%%\\n")
                action(type="omfile" file="%1$s/understood" template="understood")
                """
                        .formatted(directory, inputs));
        server = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-n",
                        "-f",
                        configuration.toString(),
                        "-i",
                        directory.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
    }

    private void deliver(TlsSource tls, String destination) throws Exception {
        try (SecurityLog log = events.open(FileRotation.DEFAULT, tls, destination)) {
            IntStream.range(0, EVENTS).mapToObj(Events::event).forEach(log::put);
        }
        assertThat(understood())
                .isEqualTo(IntStream.range(0, EVENTS)
                        .mapToObj(number -> "nydusview|warning|finding|" + Events.line(number))
                        .toList());
    }

    private void deliver(String destination) throws Exception {
        deliver(
                (host, port) -> {
                    throw new IOException("not asked for");
                },
                destination);
    }

    /** Waits until rsyslog has written as many lines as there are events. */
    private List<String> understood() throws Exception {
        Path file = directory.resolve("understood");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        List<String> lines = List.of();
        while (lines.size() < EVENTS && System.nanoTime() - end < 0) {
            Thread.sleep(50);
            lines = Files.exists(file) ? Files.readAllLines(file) : lines;
        }
        return lines.stream().filter(line -> line.startsWith("nydusview|")).toList();
    }

    private void awaitSocket(Path socket) throws Exception {
        while (!Files.exists(socket)) {
            assertThat(server).isNotNull().matches(Process::isAlive);
            Thread.sleep(20);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void unixSocket() throws Exception {
        Path socket = directory.resolve("log");
        start(
                "module(load=\"imuxsock\" SysSock.Use=\"off\")\ninput(type=\"imuxsock\" UseSpecialParser=\"off\" Socket=\""
                        + socket + "\")");
        awaitSocket(socket);
        deliver("unix://" + socket);
    }

    @Test
    void udp() throws Exception {
        int port;
        try (DatagramSocket socket = new DatagramSocket(0)) {
            port = socket.getLocalPort();
        }
        start("module(load=\"imudp\")\ninput(type=\"imudp\" address=\"127.0.0.1\" port=\"" + port + "\")");
        awaitUdp(port);
        deliver("udp://127.0.0.1:" + port);
    }

    private void awaitUdp(int port) throws Exception {
        String bound = "0100007F:" + String.format("%04X", port);
        while (Files.readAllLines(Path.of("/proc/net/udp")).stream().noneMatch(line -> line.contains(bound))) {
            assertThat(server).isNotNull().matches(Process::isAlive);
            Thread.sleep(20);
        }
    }

    @Test
    void tcp() throws Exception {
        int port = freePort();
        start("module(load=\"imtcp\")\ninput(type=\"imtcp\" address=\"127.0.0.1\" port=\"" + port + "\")");
        deliver("tcp://127.0.0.1:" + port);
    }

    /** The driver for TLS that rsyslog has; empty if it has none. */
    private static String driver() {
        return Stream.of("ossl", "gtls")
                .filter(driver -> LIBRARIES.stream()
                        .anyMatch(directory -> Files.exists(Path.of(directory, "rsyslog", "lmnsd_" + driver + ".so"))))
                .findFirst()
                .orElse("");
    }

    @Test
    void tls() throws Exception {
        String driver = driver();
        assumeTrue(!driver.isEmpty(), "rsyslogd has no TLS");
        HeldCertificate authority =
                new HeldCertificate.Builder().certificateAuthority(0).rsa2048().build();
        HeldCertificate own = new HeldCertificate.Builder()
                .signedBy(authority)
                .rsa2048()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        Path ca = Files.writeString(directory.resolve("ca.pem"), authority.certificatePem());
        Path certificate = Files.writeString(directory.resolve("cert.pem"), own.certificatePem());
        Path key = Files.writeString(directory.resolve("key.pem"), own.privateKeyPkcs8Pem());
        int port = freePort();
        start(
                """
                global(DefaultNetstreamDriver="%s" DefaultNetstreamDriverCAFile="%s"
                       DefaultNetstreamDriverCertFile="%s" DefaultNetstreamDriverKeyFile="%s")
                module(load="imtcp" StreamDriver.Name="%s" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")
                input(type="imtcp" address="127.0.0.1" port="%d")"""
                        .formatted(driver, ca, certificate, key, driver, port));
        HandshakeCertificates client = new HandshakeCertificates.Builder()
                .addTrustedCertificate(authority.certificate())
                .build();
        deliver((host, at) -> client.sslContext(), "tls://127.0.0.1:" + port);
    }
}
