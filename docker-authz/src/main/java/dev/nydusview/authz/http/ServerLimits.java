package dev.nydusview.authz.http;

import java.time.Duration;

/**
 * Bounds of a server.
 *
 * @param connections served at a time; more wait to be accepted
 * @param idle how long a connection is kept without a request
 * @param transfer how long a request, and a response, may each take over the wire
 * @param maxBody bytes of a request's body
 * @param grace how long answers that are being worked on are waited for at the end
 */
public record ServerLimits(int connections, Duration idle, Duration transfer, int maxBody, Duration grace) {
    /** Docker sends bodies of up to 1 MiB, in base64, with the certificates of the client. */
    public static final ServerLimits DEFAULT =
            new ServerLimits(512, Duration.ofMinutes(5), Duration.ofSeconds(10), 8 << 20, Duration.ofSeconds(5));
}
