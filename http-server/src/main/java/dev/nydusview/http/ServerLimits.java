package dev.nydusview.http;

import java.time.Duration;

/**
 * Bounds of a server. Heads are bounded as well: to 64 KiB and 100 header fields.
 *
 * @param connections connections served at a time; as many more clients wait until one of them ends
 * @param idle time for which a connection is kept without a request
 * @param transfer time that a request, and a response, may each take on the wire, however steadily the bytes arrive
 * @param maxBody bytes of a request's body
 * @param grace time to wait for pending responses at the end
 */
public record ServerLimits(int connections, Duration idle, Duration transfer, int maxBody, Duration grace) {}
