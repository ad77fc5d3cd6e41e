package dev.nydusview.authz.scan;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image that is to be scanned.
 *
 * @param reference full name with its digest, such as {@code docker.io/library/debian:12@sha256:...}
 * @param digest of the image, by which its result is cached
 * @param platform such as {@code linux/arm64}; null for this system's
 * @param plugins globs of names of plugins; empty for all
 * @param nydus whether Nydus images are admitted, for themselves and in place of plain ones; if not, the image that
 * docker would run without Nydus is scanned
 * @param timeout for opening and scanning together, after which the scanner is interrupted. Requests wait less
 */
public record ScanRequest(
        String reference,
        String digest,
        @Nullable String platform,
        List<String> plugins,
        boolean nydus,
        Duration timeout) {
    public ScanRequest {
        plugins = List.copyOf(plugins);
    }
}
