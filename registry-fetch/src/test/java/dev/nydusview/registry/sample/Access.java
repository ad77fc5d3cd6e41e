package dev.nydusview.registry.sample;

import dev.nydusview.registry.AccessOptions;
import dev.nydusview.registry.TwinPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Access options with what a test wants to vary; nothing comes from the machine that runs it. */
public record Access(
        @Nullable String platform,
        TwinPolicy twins,
        boolean plainHttp,
        boolean insecure,
        @Nullable Path ca,
        @Nullable Path authFile,
        @Nullable String credentials,
        boolean anonymous,
        @Nullable Path blobs,
        @Nullable Path cache,
        int retries,
        Map<String, String> environment) {

    public static Access plain() {
        return new Access(
                "linux/amd64", TwinPolicy.ANY, false, false, null, null, null, false, null, null, 1, Map.of());
    }

    public Access platform(String value) {
        return new Access(
                value,
                twins,
                plainHttp,
                insecure,
                ca,
                authFile,
                credentials,
                anonymous,
                blobs,
                cache,
                retries,
                environment);
    }

    public Access twins(TwinPolicy value) {
        return new Access(
                platform,
                value,
                plainHttp,
                insecure,
                ca,
                authFile,
                credentials,
                anonymous,
                blobs,
                cache,
                retries,
                environment);
    }

    public Access plainHttp(boolean value) {
        return new Access(
                platform,
                twins,
                value,
                insecure,
                ca,
                authFile,
                credentials,
                anonymous,
                blobs,
                cache,
                retries,
                environment);
    }

    public Access insecure(boolean value) {
        return new Access(
                platform,
                twins,
                plainHttp,
                value,
                ca,
                authFile,
                credentials,
                anonymous,
                blobs,
                cache,
                retries,
                environment);
    }

    public Access ca(Path value) {
        return new Access(
                platform,
                twins,
                plainHttp,
                insecure,
                value,
                authFile,
                credentials,
                anonymous,
                blobs,
                cache,
                retries,
                environment);
    }

    public Access authFile(Path value) {
        return new Access(
                platform,
                twins,
                plainHttp,
                insecure,
                ca,
                value,
                credentials,
                anonymous,
                blobs,
                cache,
                retries,
                environment);
    }

    public Access credentials(String value) {
        return new Access(
                platform,
                twins,
                plainHttp,
                insecure,
                ca,
                authFile,
                value,
                anonymous,
                blobs,
                cache,
                retries,
                environment);
    }

    public Access anonymous(boolean value) {
        return new Access(
                platform,
                twins,
                plainHttp,
                insecure,
                ca,
                authFile,
                credentials,
                value,
                blobs,
                cache,
                retries,
                environment);
    }

    public Access blobs(Path value) {
        return new Access(
                platform,
                twins,
                plainHttp,
                insecure,
                ca,
                authFile,
                credentials,
                anonymous,
                value,
                cache,
                retries,
                environment);
    }

    public Access cache(Path value) {
        return new Access(
                platform,
                twins,
                plainHttp,
                insecure,
                ca,
                authFile,
                credentials,
                anonymous,
                blobs,
                value,
                retries,
                environment);
    }

    public Access environment(Map<String, String> value) {
        return new Access(
                platform,
                twins,
                plainHttp,
                insecure,
                ca,
                authFile,
                credentials,
                anonymous,
                blobs,
                cache,
                retries,
                value);
    }

    public AccessOptions options() {
        return new AccessOptions(
                platform,
                twins,
                plainHttp,
                insecure,
                ca,
                authFile,
                credentials,
                anonymous,
                blobs,
                cache,
                Duration.ofSeconds(10),
                retries,
                environment);
    }
}
