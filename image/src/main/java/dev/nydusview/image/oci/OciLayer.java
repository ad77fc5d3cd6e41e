package dev.nydusview.image.oci;

import dev.nydusview.base.Sha256;
import dev.nydusview.registry.manifest.Descriptor;

/**
 * A layer of a plain OCI image.
 *
 * @param stored media type (empty if the producer left it out), digest and size of what is fetched
 * @param diffId digest of the unpacked tar, from the image configuration
 */
public record OciLayer(Descriptor stored, Sha256 diffId) {
    /** Returns the digest of the stored bytes. */
    public Sha256 digest() {
        return stored.digest();
    }

    /** Stored bytes. */
    public long size() {
        return stored.size();
    }

    public String mediaType() {
        return stored.mediaType();
    }
}
