package dev.nydusview.registry.http;

import java.util.Map;

/**
 * A request below the repository's URL.
 *
 * @param path such as {@code manifests/latest}; may have an encoded query
 * @param remedy what the user can do if the registry has no such thing
 * @param remembersRedirect whether to go straight to where the registry sent the last request for the path
 */
public record RegistryRequest(
        String method, String path, Map<String, String> headers, String remedy, boolean remembersRedirect) {

    public RegistryRequest {
        headers = Map.copyOf(headers);
    }

    /** Tests for content that the caller verifies by its digest. */
    boolean isBlob() {
        return path.startsWith("blobs/");
    }
}
