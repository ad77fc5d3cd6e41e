package dev.nydusview.registry.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The transport to registries.
 *
 * @param plainHttp speak HTTP rather than HTTPS to the registry, credentials included
 * @param insecure do not verify the registry's certificate
 * @param caCertificate further PEM file of trusted authorities
 * @param httpStorage follow redirects of a registry with HTTPS to blobs in storage without it
 * @param mirrors URLs or hosts that are asked before every registry
 * @param timeout until an answer begins, and in which 256 bytes for each second have to come of one that has begun
 * @param retryFor time for which a request that may succeed later is repeated; zero for none
 * @param environment environment variables, which name proxies
 */
public record TransportSettings(
        boolean plainHttp,
        boolean insecure,
        @Nullable Path caCertificate,
        boolean httpStorage,
        List<String> mirrors,
        Duration timeout,
        Duration retryFor,
        Map<String, String> environment) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RETRY_FOR = Duration.ofSeconds(60);
    private static final List<String> PROXY_VARIABLES = List.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY");

    /** HTTPS with the JDK's authorities, 30 s without an answer, and 60 s of repetition. */
    public static TransportSettings of(Map<String, String> environment) {
        return new TransportSettings(false, false, null, false, List.of(), TIMEOUT, RETRY_FOR, environment);
    }

    public TransportSettings withPlainHttp(boolean plain) {
        return new TransportSettings(
                plain, insecure, caCertificate, httpStorage, mirrors, timeout, retryFor, environment);
    }

    public TransportSettings withInsecure(boolean unverified) {
        return new TransportSettings(
                plainHttp, unverified, caCertificate, httpStorage, mirrors, timeout, retryFor, environment);
    }

    public TransportSettings withCaCertificate(@Nullable Path file) {
        return new TransportSettings(plainHttp, insecure, file, httpStorage, mirrors, timeout, retryFor, environment);
    }

    public TransportSettings withHttpStorage(boolean allowed) {
        return new TransportSettings(
                plainHttp, insecure, caCertificate, allowed, mirrors, timeout, retryFor, environment);
    }

    public TransportSettings withMirrors(List<String> hosts) {
        return new TransportSettings(
                plainHttp, insecure, caCertificate, httpStorage, List.copyOf(hosts), timeout, retryFor, environment);
    }

    public TransportSettings withTimeout(Duration limit) {
        return new TransportSettings(
                plainHttp, insecure, caCertificate, httpStorage, mirrors, limit, retryFor, environment);
    }

    public TransportSettings withRetryFor(Duration limit) {
        return new TransportSettings(
                plainHttp, insecure, caCertificate, httpStorage, mirrors, timeout, limit, environment);
    }

    /** Returns the settings with one proxy, whatever the environment says. */
    public TransportSettings withProxy(String url) {
        Map<String, String> changed = new HashMap<>(environment);
        PROXY_VARIABLES.forEach(name -> {
            changed.remove(name);
            changed.remove(name.toLowerCase(Locale.ROOT));
        });
        changed.put("ALL_PROXY", url);
        return new TransportSettings(
                plainHttp, insecure, caCertificate, httpStorage, mirrors, timeout, retryFor, Map.copyOf(changed));
    }
}
