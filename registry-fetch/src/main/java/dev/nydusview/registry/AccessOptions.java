package dev.nydusview.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Options for reaching images; {@link #defaults} gives what a user gets without any flag.
 *
 * @param platform {@code os/arch[/variant]} to pick from an index; null for linux on this machine's processor
 * @param twins which Nydus images may be read in place of a plain OCI image
 * @param plainHttp speak HTTP rather than HTTPS to the registry, credentials included
 * @param insecure do not verify the registry's certificate
 * @param caCertificate further PEM file of trusted authorities
 * @param authFile credentials file that comes before all others
 * @param credentials {@code user:password} that comes before all files
 * @param anonymous send no credentials at all
 * @param blobDirectory where the data blobs of a {@code bootstrap:} source lie
 * @param cacheDirectory root of the disk cache; null for no cache
 * @param timeout until an answer begins, and in which 256 bytes for each second have to come of one that has begun
 * @param retries further attempts after a request that may succeed later
 * @param environment environment variables (configuration files, proxies)
 */
public record AccessOptions(
        @Nullable String platform,
        TwinPolicy twins,
        boolean plainHttp,
        boolean insecure,
        @Nullable Path caCertificate,
        @Nullable Path authFile,
        @Nullable String credentials,
        boolean anonymous,
        @Nullable Path blobDirectory,
        @Nullable Path cacheDirectory,
        Duration timeout,
        int retries,
        Map<String, String> environment) {

    /** No flags, no cache. */
    public static AccessOptions defaults(Map<String, String> environment) {
        return new AccessOptions(
                null,
                TwinPolicy.ANY,
                false,
                false,
                null,
                null,
                null,
                false,
                null,
                null,
                Duration.ofSeconds(30),
                5,
                environment);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "AccessOptions[platform=" + platform + ", twins=" + twins + ", plainHttp=" + plainHttp + ", insecure="
                + insecure
                + ", anonymous=" + anonymous + ", cacheDirectory=" + cacheDirectory + ", timeout=" + timeout
                + ", retries=" + retries + "]";
    }
}
