package dev.nydusview.securitylog;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;

/** Events and logs of tests. */
final class Events {
    static final Instant TIME = Instant.parse("2026-11-30T12:00:00.123456Z");

    /** Messages of the logs of {@link #open}. */
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    SecurityLog open(FileRotation rotation, String... destinations) throws IOException {
        return open(rotation, Events::noTls, destinations);
    }

    SecurityLog open(FileRotation rotation, TlsSource tls, String... destinations) throws IOException {
        return SecurityLog.open(
                List.of(destinations).stream().map(EventDestination::parse).toList(), rotation, tls, messages::add);
    }

    private static SSLContext noTls(String host, int port) throws IOException {
        throw new IOException("no TLS to " + host + ":" + port);
    }

    static SecurityEvent event(int number) {
        return new SecurityEvent(TIME, EventSeverity.WARNING, "finding", Map.of("number", number));
    }

    /** The line of {@link #event}. */
    static String line(int number) {
        return "{\"time\":\"2026-11-30T12:00:00.123Z\",\"severity\":\"warning\",\"kind\":\"finding\",\"number\":"
                + number + "}";
    }
}
