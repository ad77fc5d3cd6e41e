package dev.nydusview.registry.http;

import java.nio.file.Path;
import java.util.List;

/**
 * A place in storage where blobs are.
 *
 * @param url to whose path the ids of blobs are appended; its query is part of each request, and its path is encoded so
 *     that it can be signed
 * @param insecure do not verify the certificate
 * @param authorities files of authorities that sign its certificate
 */
public record StorageAddress(String url, boolean insecure, List<Path> authorities) {
    public StorageAddress {
        authorities = List.copyOf(authorities);
    }

    /** Returns the address without its URL, whose query may be a secret. */
    @Override
    public String toString() {
        return "StorageAddress[insecure=" + insecure + ", authorities=" + authorities + "]";
    }
}
