package dev.nydusview.http;

import java.time.Duration;

/**
 * Bounds of a server. Heads are bounded as well: to 64 KiB and 100 header fields.
 *
 * @param connections served at a time; as many more clients wait until one of them ends
 * @param idle how long a connection is kept without a request
 * @param transfer how long a request, and a response, may each take over the wire, however steadily it comes
 * @param maxBody bytes of a request's body
 * @param grace how long responses that are being worked on are waited for at the end
 */
public record ServerLimits(int connections, Duration idle, Duration transfer, int maxBody, Duration grace) {}
