package dev.nydusview.registry.manifest;

import dev.nydusview.rafs.UnsupportedFeatureException;
import dev.nydusview.registry.NotNydusException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What makes a manifest one of a Nydus image: its last layers carry a bootstrap, and say so in an annotation. */
final class NydusManifest {
    private static final String BOOTSTRAP = "containerd.io/snapshot/nydus-bootstrap";
    private static final String FS_VERSION = "containerd.io/snapshot/nydus-fs-version";
    private static final String ARTIFACT_TYPE = "application/vnd.nydus.image.manifest.v1+json";
    private static final String OS_FEATURE = "nydus.remoteimage.v1";
    private static final String ENCRYPTED = "+encrypted";

    private NydusManifest() {}

    /** Whether an index says that {@code descriptor} leads to a Nydus image; if it does not, it may still. */
    static boolean isMarked(Descriptor descriptor) {
        return descriptor.artifactType().equals(ARTIFACT_TYPE)
                || descriptor.osFeatures().contains(OS_FEATURE);
    }

    static boolean isNydus(ManifestDocument manifest) {
        return bootstrapLayer(manifest) != null;
    }

    private static @Nullable Descriptor bootstrapLayer(ManifestDocument manifest) {
        List<Descriptor> layers = manifest.layers();
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (layers.get(i).annotations().getOrDefault(BOOTSTRAP, "").equals("true")) {
                return layers.get(i);
            }
        }
        return null;
    }

    /** The bootstrap layer, if it is one that can be read. */
    static Descriptor bootstrap(ManifestDocument manifest, String name)
            throws NotNydusException, UnsupportedFeatureException {
        Descriptor layer = bootstrapLayer(manifest);
        if (layer == null) {
            throw new NotNydusException(name + " is a plain OCI image, not a Nydus image: convert it with nydusify,"
                    + " or scan it as it is with a tool for OCI images");
        }
        String version = layer.annotations().getOrDefault(FS_VERSION, "5");
        if (!version.equals("5") && !version.equals("6")) {
            throw new NotNydusException(name + " is a Nydus image of fs-version " + version
                    + ", which is not supported: convert it to fs-version 6 (or 5)");
        }
        if (layer.mediaType().contains(ENCRYPTED)) {
            throw new UnsupportedFeatureException(name + " has an encrypted bootstrap layer, which is not supported");
        }
        return layer;
    }

    /** Lengths of all layers, by the digits of their digests: the data blobs are among them. */
    static Map<String, Long> layerSizes(ManifestDocument manifest) {
        Map<String, Long> sizes = new HashMap<>();
        manifest.layers().forEach(layer -> sizes.put(Sha256.hex(layer.digest()), layer.size()));
        return sizes;
    }
}
