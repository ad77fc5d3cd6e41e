package dev.nydusview.plugin.service;

import java.time.Duration;

/**
 * Limits of the requests and replies of one run.
 *
 * @param message bytes of one request
 * @param total bytes of all requests of a run
 * @param requests of a run
 * @param tokens names, values and brackets of one request, each of which costs memory beside its bytes
 * @param unread bytes of replies that are kept for a plugin that does not read them
 * @param patience after which a plugin that has that many unread replies is given up
 * @param linger for which requests are still read after the plugin has exited
 */
record ChannelLimits(
        int message, long total, long requests, long tokens, int unread, Duration patience, Duration linger) {
    /** Beyond anything that a plugin in good faith sends. */
    public static final ChannelLimits DEFAULT = new ChannelLimits(
            16 << 20, 256L << 20, 1_000_000, 500_000, 1 << 20, Duration.ofSeconds(10), Duration.ofSeconds(2));
}
