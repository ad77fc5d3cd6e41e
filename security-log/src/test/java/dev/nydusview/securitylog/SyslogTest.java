package dev.nydusview.securitylog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of messages to syslog servers, by the bytes that arrive. */
@Timeout(120)
final class SyslogTest {
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    private final Events events = new Events();

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** Reads a message behind its length. */
    private static String readFramed(InputStream in) throws IOException {
        StringBuilder length = new StringBuilder();
        for (int next = in.read(); next != ' '; next = in.read()) {
            length.append((char) next);
        }
        return new String(in.readNBytes(Integer.parseInt(length.toString())), StandardCharsets.UTF_8);
    }

    private static String header(int priority) {
        return "<" + priority + ">1 2026-11-30T12:00:00\\.123Z \\S+ nydusview "
                + ProcessHandle.current().pid() + " finding - ";
    }

    @Test
    void messagesAreOfRfc5424() throws Exception {
        try (ServerSocket server = listen()) {
            try (SecurityLog log = events.open(FileRotation.DEFAULT, "tcp://127.0.0.1:" + server.getLocalPort())) {
                log.put(Events.event(1));
                log.put(new SecurityEvent(
                        Events.TIME, EventSeverity.CRITICAL, "finding", Map.of("path", "/\u001b[2J\n")));
                try (Socket accepted = server.accept()) {
                    InputStream in = accepted.getInputStream();
                    assertThat(readFramed(in)).matches(header(8 + 4) + java.util.regex.Pattern.quote(Events.line(1)));
                    assertThat(readFramed(in)).matches(header(8 + 2) + ".*\"path\":\"/\\\\u001B\\[2J\\\\n\"}");
                }
            }
        }
    }

    @Test
    void datagramsHaveOneMessageEach() throws Exception {
        try (DatagramSocket server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SecurityLog log = events.open(FileRotation.DEFAULT, "udp://127.0.0.1:" + server.getLocalPort())) {
            for (int number = 0; number < 3; number++) {
                log.put(Events.event(number));
                DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
                server.receive(packet);
                assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                        .endsWith(Events.line(number));
            }
        }
    }

    @Test
    void largeEventsStayJsonWithoutTheirLargestFields() throws Exception {
        try (ServerSocket server = listen();
                SecurityLog log = events.open(FileRotation.DEFAULT, "tcp://127.0.0.1:" + server.getLocalPort())) {
            log.put(new SecurityEvent(
                    Events.TIME, EventSeverity.INFO, "finding", Map.of("content", "x".repeat(100_000), "number", 1)));
            try (Socket accepted = server.accept()) {
                assertThat(readFramed(accepted.getInputStream()))
                        .endsWith("\"kind\":\"finding\",\"number\":1,\"omitted\":[\"content\"]}");
            }
        }
    }

    @Test
    void aServerThatComesBackGetsWhatWaited() throws Exception {
        int port;
        try (ServerSocket first = listen()) {
            port = first.getLocalPort();
        }
        try (SecurityLog log = events.open(FileRotation.DEFAULT, "tcp://127.0.0.1:" + port)) {
            log.put(Events.event(1));
            log.put(Events.event(2));
            assertThat(events.messages.take())
                    .isEqualTo("the security log cannot be written to tcp://127.0.0.1:" + port
                            + ": Connection refused; events wait, and are written when it can");
            try (ServerSocket second = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    Socket accepted = second.accept()) {
                assertThat(readFramed(accepted.getInputStream())).endsWith(Events.line(1));
                assertThat(readFramed(accepted.getInputStream())).endsWith(Events.line(2));
            }
            assertThat(events.messages.take()).isEqualTo("the security log reaches tcp://127.0.0.1:" + port + " again");
        }
    }

    @Test
    void aServerThatHasClosedTheConnectionIsConnectedToAgain() throws Exception {
        try (ServerSocket server = listen();
                SecurityLog log = events.open(FileRotation.DEFAULT, "tcp://127.0.0.1:" + server.getLocalPort())) {
            log.put(Events.event(1));
            try (Socket accepted = server.accept()) {
                assertThat(readFramed(accepted.getInputStream())).endsWith(Events.line(1));
            }
            server.setSoTimeout(200);
            try (Socket accepted =
                    connectedAgain(server, log)) { // an event that is sent before the end is noticed is lost
                assertThat(readFramed(accepted.getInputStream())).contains("\"kind\":\"finding\"");
            }
        }
    }

    /** Puts events until one of them makes a connection. */
    private static Socket connectedAgain(ServerSocket server, SecurityLog log) throws IOException {
        while (true) {
            log.put(Events.event(2));
            try {
                return server.accept();
            } catch (SocketTimeoutException e) {
                // the next one may
            }
        }
    }

    @Test
    void whatNobodyTookIsTold() throws Exception {
        int port;
        try (ServerSocket gone = listen()) {
            port = gone.getLocalPort();
        }
        SecurityLog log = events.open(FileRotation.DEFAULT, "tcp://127.0.0.1:" + port);
        log.put(Events.event(1));
        log.put(Events.event(2));
        assertThatThrownBy(log::close)
                .isInstanceOf(IOException.class)
                .hasMessage("2 events could not be delivered to tcp://127.0.0.1:" + port + ": Connection refused");
    }

    @Test
    void anOutageLosesWhatThereIsNoRoomForAndTellsTheNumber() throws Exception {
        int port;
        try (ServerSocket gone = listen()) {
            port = gone.getLocalPort();
        }
        int all = 9000;
        SecurityLog log = events.open(FileRotation.DEFAULT, "tcp://127.0.0.1:" + port);
        log.put(Events.event(0));
        assertThat(events.messages.take()).contains("Connection refused");
        for (int number = 1; number < all; number++) {
            log.put(Events.event(number));
        }
        int lost = all - 1 - 8192; // one is under way
        List<String> arrived = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                Socket accepted = server.accept()) {
            for (int message = 0; message < all - lost + 1; message++) {
                arrived.add(readFramed(accepted.getInputStream()));
            }
        }
        assertThat(arrived)
                .filteredOn(message -> message.contains("\"kind\":\"finding\""))
                .hasSize(all - lost);
        assertThat(arrived)
                .filteredOn(message -> message.endsWith("\"kind\":\"lost-events\",\"events\":" + lost + "}"))
                .hasSize(1);
        assertThatThrownBy(log::close).hasMessageContaining(lost + " events");
    }

    @Test
    void anInterruptLosesNothingWhileThereIsRoom() throws Exception {
        try (ServerSocket server = listen();
                SecurityLog log = events.open(FileRotation.DEFAULT, "tcp://127.0.0.1:" + server.getLocalPort())) {
            Thread.currentThread().interrupt();
            log.put(Events.event(1));
            assertThat(Thread.interrupted()).isTrue();
            try (Socket accepted = server.accept()) {
                assertThat(readFramed(accepted.getInputStream())).endsWith(Events.line(1));
            }
        }
    }

    @Test
    void eventsAfterTheEndAreCounted() throws Exception {
        SecurityLog log = events.open(FileRotation.DEFAULT, "/dev/null");
        log.close();
        log.put(Events.event(1));
        assertThatThrownBy(log::close).hasMessageStartingWith("1 event could not be delivered to /dev/null");
    }

    @Test
    void tlsVerifiesTheNameOfTheServer() throws Exception {
        HeldCertificate own = new HeldCertificate.Builder()
                .signedBy(AUTHORITY)
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        HandshakeCertificates client = new HandshakeCertificates.Builder()
                .addTrustedCertificate(AUTHORITY.certificate())
                .build();
        HandshakeCertificates keys =
                new HandshakeCertificates.Builder().heldCertificate(own).build();
        try (ServerSocket server = keys.sslContext()
                        .getServerSocketFactory()
                        .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SecurityLog log = events.open(
                        FileRotation.DEFAULT,
                        (host, port) -> client.sslContext(),
                        "tls://127.0.0.1:" + server.getLocalPort())) {
            log.put(Events.event(1));
            try (Socket accepted = server.accept()) {
                assertThat(readFramed(accepted.getInputStream())).endsWith(Events.line(1));
            }
        }
    }

    @Test
    void tlsRefusesAServerOfAnotherName() throws Exception {
        HeldCertificate other = new HeldCertificate.Builder()
                .signedBy(AUTHORITY)
                .addSubjectAlternativeName("siem.example")
                .build();
        HandshakeCertificates client = new HandshakeCertificates.Builder()
                .addTrustedCertificate(AUTHORITY.certificate())
                .build();
        HandshakeCertificates keys =
                new HandshakeCertificates.Builder().heldCertificate(other).build();
        SecurityLog log;
        try (ServerSocket server =
                keys.sslContext().getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            log = events.open(
                    FileRotation.DEFAULT,
                    (host, port) -> client.sslContext(),
                    "tls://127.0.0.1:" + server.getLocalPort());
            log.put(Events.event(1));
            try (Socket accepted = server.accept()) {
                assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(IOException.class);
            }
            assertThat(events.messages.take()).contains("127.0.0.1").contains("subject alternative");
        }
        assertThatThrownBy(log::close).isInstanceOf(IOException.class);
    }
}
