package dev.nydusview.securitylog;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Delivers events to all destinations. Safe for concurrent use. */
public final class SecurityLog implements Closeable {
    /** Time for which a destination that fails at the end is tried. */
    private static final Duration GRACE = Duration.ofSeconds(10);
    /** Further time for an attempt that is under way. */
    private static final Duration ATTEMPT = Duration.ofSeconds(6);

    private static final int HANDSHAKE_MILLIS = 5000;

    private final List<Delivery> deliveries = new ArrayList<>();

    private SecurityLog() {}

    /**
     * Begins a log. Files are opened at once; servers are connected to when there is an event, and need not be there yet.
     *
     * @param messages takes sentences about destinations that begin or cease to fail, on other threads
     */
    public static SecurityLog open(
            List<EventDestination> destinations, FileRotation rotation, TlsSource tls, Consumer<String> messages)
            throws IOException {
        SecurityLog log = new SecurityLog();
        for (EventDestination destination : List.copyOf(destinations)) {
            try {
                log.deliveries.add(new Delivery(destination, writer(destination, rotation, tls), messages));
            } catch (IOException e) {
                log.abandon();
                throw e;
            }
        }
        return log;
    }

    private static EventWriter writer(EventDestination destination, FileRotation rotation, TlsSource tls)
            throws IOException {
        if (destination instanceof EventDestination.LogFile log) {
            return RotatingFile.open(log.file(), rotation);
        }
        if (destination instanceof EventDestination.SyslogSocket syslog) {
            return new SyslogWriter(new UnixTransport(syslog.socket()));
        }
        return new SyslogWriter(transport((EventDestination.SyslogServer) destination, tls));
    }

    private static SyslogTransport transport(EventDestination.SyslogServer server, TlsSource tls) throws IOException {
        String host = server.host();
        int port = server.port();
        return switch (server.protocol()) {
            case UDP -> new UdpTransport(host, port);
            case TCP -> new StreamTransport(host, port, connected -> connected);
            case TLS -> {
                SSLContext context = tls.contextFor(host, port);
                yield new StreamTransport(host, port, connected -> handshake(context, connected, host, port));
            }
        };
    }

    private static Socket handshake(SSLContext context, Socket connected, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(connected, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the names of RFC 2818, which RFC 5425 asks for
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(HANDSHAKE_MILLIS);
        socket.startHandshake();
        socket.setSoTimeout(0);
        return socket;
    }

    public void put(SecurityEvent event) {
        deliveries.forEach(delivery -> delivery.put(event));
    }

    /**
     * Waits until all is delivered; for ten seconds, and an attempt that is under way, where a destination fails.
     *
     * @throws IOException that tells which events are lost, and why
     */
    @Override
    public void close() throws IOException {
        long last = System.nanoTime() + GRACE.plus(ATTEMPT).toNanos();
        deliveries.forEach(delivery -> delivery.end(GRACE));
        List<String> undelivered = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            try {
                String sentence = delivery.awaitEnd(last);
                if (sentence != null) {
                    undelivered.add(sentence);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while events of the security log were delivered", e);
            }
        }
        if (!undelivered.isEmpty()) {
            throw new IOException(String.join("; ", undelivered));
        }
    }

    private void abandon() {
        deliveries.forEach(delivery -> delivery.end(Duration.ZERO));
    }
}
