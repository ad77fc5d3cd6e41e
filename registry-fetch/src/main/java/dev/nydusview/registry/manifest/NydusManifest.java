package dev.nydusview.registry.manifest;

import dev.nydusview.rafs.UnsupportedFeatureException;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A manifest that holds a Nydus image.
 *
 * @param digest of the manifest
 * @param bootstrap the layer with the metadata
 * @param blobSizes bytes of every other layer by its digest in hexadecimal; an image may use blobs that are not here
 * @param twin whether it stands in for a plain OCI image, which is what the source names
 */
public record NydusManifest(String digest, Descriptor bootstrap, Map<String, Long> blobSizes, boolean twin) {
    static final String BOOTSTRAP = "containerd.io/snapshot/nydus-bootstrap";
    static final String FS_VERSION = "containerd.io/snapshot/nydus-fs-version";
    /** Converters before version 6 existed did not write one. */
    private static final String DEFAULT_FS_VERSION = "5";

    public NydusManifest {
        blobSizes = Map.copyOf(blobSizes);
    }

    /** The bootstrap layer of {@code manifest}: the last that is marked as one. Null in a plain OCI image. */
    private static @Nullable Descriptor bootstrapOf(Manifest manifest) {
        List<Descriptor> layers = manifest.layers();
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (layers.get(i).isMarked(BOOTSTRAP)) {
                return layers.get(i);
            }
        }
        return null;
    }

    /**
     * What {@code manifest} says of its Nydus image; null if it is a plain OCI image.
     *
     * @param where for messages
     */
    static @Nullable NydusManifest find(Manifest manifest, String where) throws UnsupportedFeatureException {
        Descriptor bootstrap = bootstrapOf(manifest);
        if (bootstrap == null) {
            return null;
        }
        String version = bootstrap
                .annotations()
                .getOrDefault(FS_VERSION, manifest.annotations().getOrDefault(FS_VERSION, DEFAULT_FS_VERSION));
        if (!version.equals("5") && !version.equals("6")) {
            throw new UnsupportedFeatureException(where + " is a Nydus image with fs-version " + quoted(version)
                    + "; versions 5 and 6 can be read: convert it again with nydusify --fs-version 6");
        }
        if (bootstrap.mediaType().endsWith("+encrypted")) {
            throw new UnsupportedFeatureException(where + " is a Nydus image whose bootstrap layer is encrypted (its"
                    + " media type ends in +encrypted), so that not even names can be read: decrypt it first, such as"
                    + " by skopeo copy --decryption-key");
        }
        return new NydusManifest(manifest.digest(), bootstrap, blobSizes(manifest, bootstrap), false);
    }

    /** The same as the twin of a plain OCI image. */
    NydusManifest asTwin() {
        return new NydusManifest(digest, bootstrap, blobSizes, true);
    }

    private static String quoted(String version) {
        return "\"" + version.replaceAll("\\p{Cntrl}", "?") + "\"";
    }

    private static Map<String, Long> blobSizes(Manifest manifest, Descriptor bootstrap) {
        Map<String, Long> sizes = new HashMap<>();
        for (Descriptor layer : manifest.layers()) {
            if (!layer.equals(bootstrap)) {
                sizes.put(layer.hex(), layer.size());
            }
        }
        return sizes;
    }
}
