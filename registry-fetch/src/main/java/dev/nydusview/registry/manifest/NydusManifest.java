package dev.nydusview.registry.manifest;

import dev.nydusview.base.SafeText;
import dev.nydusview.rafs.UnsupportedFeatureException;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A manifest that holds a Nydus image.
 *
 * @param digest of the manifest
 * @param bootstrap the layer with the metadata
 * @param inline whether that layer is a data blob, which carries the metadata behind its data
 * @param blobSizes bytes of every other layer by its digest in hexadecimal; an image may use blobs that are not here
 * @param config descriptor of the image configuration; null if the manifest has no valid one
 * @param subject descriptor of the image that it says it was converted from; null if it says none
 * @param twin whether it stands in for a plain OCI image, which is what the source names
 */
public record NydusManifest(
        String digest,
        Descriptor bootstrap,
        boolean inline,
        Map<String, Long> blobSizes,
        @Nullable Descriptor config,
        @Nullable Descriptor subject,
        boolean twin) {
    private static final String BLOB_LAYER = "application/vnd.oci.image.layer.nydus.blob.v1";
    private static final String BLOB = "containerd.io/snapshot/nydus-blob";
    static final String BOOTSTRAP = "containerd.io/snapshot/nydus-bootstrap";
    static final String FS_VERSION = "containerd.io/snapshot/nydus-fs-version";
    /** Converters before version 6 existed did not write one. */
    private static final String DEFAULT_FS_VERSION = "5";

    public NydusManifest {
        blobSizes = Map.copyOf(blobSizes);
    }

    private static @Nullable Descriptor last(Manifest manifest, Predicate<Descriptor> wanted) {
        List<Descriptor> layers = manifest.layers();
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (wanted.test(layers.get(i))) {
                return layers.get(i);
            }
        }
        return null;
    }

    private static boolean isBlob(Descriptor layer) {
        return layer.mediaType().equals(BLOB_LAYER) || layer.isMarked(BLOB);
    }

    /** Whether {@code manifest} holds a Nydus image, be it one that can be read or not. */
    static boolean isNydus(Manifest manifest) {
        return manifest.layers().stream().anyMatch(layer -> layer.isMarked(BOOTSTRAP) || isBlob(layer));
    }

    /**
     * What {@code manifest} says of its Nydus image; null if it is a plain OCI image. The bootstrap is in the last layer
     * that is marked as one or, where none is, in the last data blob.
     *
     * @param where for messages
     */
    static @Nullable NydusManifest find(Manifest manifest, String where) throws UnsupportedFeatureException {
        Descriptor bootstrap = last(manifest, layer -> layer.isMarked(BOOTSTRAP));
        if (bootstrap == null) {
            Descriptor blob = last(manifest, NydusManifest::isBlob);
            return blob == null
                    ? null
                    : new NydusManifest(
                            manifest.digest(),
                            blob,
                            true,
                            blobSizes(manifest, null),
                            manifest.config(),
                            manifest.subjectDescriptor(),
                            false);
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
        return new NydusManifest(
                manifest.digest(),
                bootstrap,
                false,
                blobSizes(manifest, bootstrap),
                manifest.config(),
                manifest.subjectDescriptor(),
                false);
    }

    /** The same as the twin of a plain OCI image. */
    NydusManifest asTwin() {
        return new NydusManifest(digest, bootstrap, inline, blobSizes, config, subject, true);
    }

    private static String quoted(String version) {
        return "\"" + SafeText.controls(version) + "\"";
    }

    private static Map<String, Long> blobSizes(Manifest manifest, @Nullable Descriptor bootstrap) {
        Map<String, Long> sizes = new HashMap<>();
        for (Descriptor layer : manifest.layers()) {
            if (!layer.equals(bootstrap)) {
                sizes.put(layer.hex(), layer.size());
            }
        }
        return sizes;
    }
}
