package dev.nydusview.registry.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The transport to registries.
 *
 * @param plainHttp speak HTTP rather than HTTPS to the registry, credentials included
 * @param insecure do not verify the registry's certificate
 * @param caCertificate further PEM file of trusted authorities
 * @param timeout until an answer begins, and in which 256 bytes for each second have to come of one that has begun
 * @param retryFor time for which a request that may succeed later is repeated; zero for none
 * @param environment environment variables, which name proxies
 */
public record TransportSettings(
        boolean plainHttp,
        boolean insecure,
        @Nullable Path caCertificate,
        Duration timeout,
        Duration retryFor,
        Map<String, String> environment) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RETRY_FOR = Duration.ofSeconds(60);

    /** HTTPS with the JDK's authorities, 30 s without an answer, and 60 s of repetition. */
    public static TransportSettings of(Map<String, String> environment) {
        return new TransportSettings(false, false, null, TIMEOUT, RETRY_FOR, environment);
    }

    public TransportSettings withPlainHttp(boolean plain) {
        return new TransportSettings(plain, insecure, caCertificate, timeout, retryFor, environment);
    }

    public TransportSettings withInsecure(boolean unverified) {
        return new TransportSettings(plainHttp, unverified, caCertificate, timeout, retryFor, environment);
    }

    public TransportSettings withCaCertificate(@Nullable Path file) {
        return new TransportSettings(plainHttp, insecure, file, timeout, retryFor, environment);
    }

    public TransportSettings withTimeout(Duration limit) {
        return new TransportSettings(plainHttp, insecure, caCertificate, limit, retryFor, environment);
    }

    public TransportSettings withRetryFor(Duration limit) {
        return new TransportSettings(plainHttp, insecure, caCertificate, timeout, limit, environment);
    }
}
