package dev.nydusview.registry.manifest;

import dev.nydusview.rafs.UnsupportedFeatureException;
import dev.nydusview.registry.NotNydusException;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import java.io.IOException;
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
 */
public record NydusManifest(String digest, Descriptor bootstrap, Map<String, Long> blobSizes) {
    static final String BOOTSTRAP = "containerd.io/snapshot/nydus-bootstrap";
    static final String FS_VERSION = "containerd.io/snapshot/nydus-fs-version";
    /** Converters before version 6 existed did not write one. */
    private static final String DEFAULT_FS_VERSION = "5";

    public NydusManifest {
        blobSizes = Map.copyOf(blobSizes);
    }

    /** The bootstrap layer of {@code manifest}: the last that is marked as one. Null in a plain OCI image. */
    static @Nullable Descriptor bootstrapOf(Manifest manifest) {
        List<Descriptor> layers = manifest.layers();
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (layers.get(i).isMarked(BOOTSTRAP)) {
                return layers.get(i);
            }
        }
        return null;
    }

    /** @param where for messages */
    static NydusManifest of(Manifest manifest, String where) throws IOException {
        Descriptor bootstrap = bootstrapOf(manifest);
        if (bootstrap == null) {
            throw new NotNydusException(where + " is a plain OCI image, not a Nydus image: no layer has the annotation "
                    + BOOTSTRAP + "; convert it with nydusify, or scan it as an OCI image");
        }
        String version = bootstrap.annotations().getOrDefault(FS_VERSION, DEFAULT_FS_VERSION);
        if (!version.equals("5") && !version.equals("6")) {
            throw new NotNydusException(where + " is a Nydus image with fs-version " + quoted(version)
                    + "; versions 5 and 6 can be read: convert it again with nydusify --fs-version 6");
        }
        if (bootstrap.mediaType().endsWith("+encrypted")) {
            throw new UnsupportedFeatureException("the bootstrap layer of " + where
                    + " is encrypted (its media type ends in +encrypted); decrypt the image first");
        }
        return new NydusManifest(manifest.digest(), bootstrap, blobSizes(manifest, bootstrap));
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
