package dev.nydusview.image.manifest;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.SafeText;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A manifest that holds a Nydus image.
 *
 * @param document the manifest
 * @param bootstrap the layer with the metadata
 * @param inline whether that layer is a data blob, which carries the metadata behind its data
 * @param blobSizes bytes of every other layer by its digest in hexadecimal; an image may use blobs that are not here
 * @param foreign the other layers that have not the media type of Nydus blobs, which only the bootstrap can explain
 * @param replaced the plain image in whose place it is read; null if it is the image that the source names
 */
public record NydusManifest(
        Manifest document,
        Descriptor bootstrap,
        boolean inline,
        Map<String, Long> blobSizes,
        List<Descriptor> foreign,
        @Nullable ReplacedImage replaced) {
    static final String BLOB_LAYER = "application/vnd.oci.image.layer.nydus.blob.v1";
    static final String BLOB = "containerd.io/snapshot/nydus-blob";
    static final String BOOTSTRAP = "containerd.io/snapshot/nydus-bootstrap";
    static final String FS_VERSION = "containerd.io/snapshot/nydus-fs-version";
    /** Converters before version 6 existed did not write one. */
    private static final String DEFAULT_FS_VERSION = "5";

    public NydusManifest {
        blobSizes = Map.copyOf(blobSizes);
        foreign = List.copyOf(foreign);
    }

    /** Digest of the manifest. */
    public Sha256 digest() {
        return document.digest();
    }

    /** Returns the descriptor of the image configuration; null if the manifest has no valid one. */
    public @Nullable Descriptor config() {
        return document.config();
    }

    /** Returns the descriptor of the image that the manifest says it was converted from; null if it says none. */
    public @Nullable Descriptor subject() {
        return document.subjectDescriptor();
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

    static boolean isBlob(Descriptor layer) {
        return layer.mediaType().equals(BLOB_LAYER) || layer.isMarked(BLOB);
    }

    /** Tests whether {@code manifest} holds a Nydus image, readable or not. */
    static boolean isNydus(Manifest manifest) {
        return manifest.layers().stream().anyMatch(layer -> layer.isMarked(BOOTSTRAP) || isBlob(layer));
    }

    /**
     * Finds the Nydus image in {@code manifest}; null if it is a plain OCI image. The bootstrap is in the last layer
     * that is marked as one or, where none is, in the last data blob.
     *
     * @param where for messages
     */
    static @Nullable NydusManifest find(Manifest manifest, String where) throws UnsupportedFeatureException {
        Descriptor bootstrap = last(manifest, layer -> layer.isMarked(BOOTSTRAP));
        if (bootstrap == null) {
            Descriptor blob = last(manifest, NydusManifest::isBlob);
            return blob == null ? null : of(manifest, blob, true);
        }
        String version = bootstrap
                .annotations()
                .getOrDefault(FS_VERSION, manifest.annotations().getOrDefault(FS_VERSION, DEFAULT_FS_VERSION));
        if (!version.equals("5") && !version.equals("6")) {
            throw new UnsupportedFeatureException(where + " is a Nydus image with fs-version " + quoted(version)
                    + "; versions 5 and 6 can be read: convert it again with nydusify --fs-version 6");
        }
        if (bootstrap.mediaType().endsWith("+encrypted")) {
            throw new UnsupportedFeatureException(
                    where + " is a Nydus image whose bootstrap layer is encrypted (its media type ends in +encrypted), "
                            + "so not even names can be read: decrypt it first, for example with skopeo copy "
                            + "--decryption-key");
        }
        return of(manifest, bootstrap, false);
    }

    private static NydusManifest of(Manifest manifest, Descriptor bootstrap, boolean inline) {
        return new NydusManifest(
                manifest,
                bootstrap,
                inline,
                blobSizes(manifest, inline ? null : bootstrap),
                manifest.layers().stream()
                        .filter(layer ->
                                !layer.equals(bootstrap) && !layer.mediaType().equals(BLOB_LAYER))
                        .toList(),
                null);
    }

    /** The same, read in place of a plain image. */
    NydusManifest insteadOf(ReplacedImage plain) {
        return new NydusManifest(document, bootstrap, inline, blobSizes, foreign, plain);
    }

    /**
     * Compares the layers with the bootstrap. Each layer must have the media type of Nydus blobs, or be marked as one
     * and in the blob table, or hold data of a bootstrap over layers of another format (zran), of which then none may
     * be missing. Clients without Nydus would run any other layer, which is not read here.
     *
     * @param blobs of the bootstrap
     * @param where for messages
     */
    public void requireExplained(List<BlobInfo> blobs, String where) throws CorruptDataException {
        Set<String> named = blobs.stream().map(BlobInfo::id).collect(Collectors.toSet());
        Set<String> referred = blobs.stream()
                .filter(blob -> blob.has(BlobFeature.ZRAN) || blob.has(BlobFeature.SEPARATE))
                .map(BlobInfo::id)
                .collect(Collectors.toSet());
        for (Descriptor layer : foreign) {
            if (!(layer.isMarked(BLOB) ? named : referred).contains(layer.hex())) {
                throw mixed(
                        where,
                        "layer " + layer.digest()
                                + " is not a Nydus blob that the bootstrap names, so clients without Nydus see files in it "
                                + "that are not in the Nydus image");
            }
        }
        boolean data = foreign.stream().anyMatch(layer -> !layer.isMarked(BLOB));
        for (String blobId : data ? referred : Set.<String>of()) {
            if (!blobSizes.containsKey(blobId)) {
                throw mixed(where, "the bootstrap has files in sha256:" + blobId + ", which is not one of its layers");
            }
        }
    }

    private static CorruptDataException mixed(String where, String fault) {
        return new CorruptDataException("the manifest of " + where + " mixes a Nydus image with other layers: " + fault
                + "; convert the image again, or scan the image that it was converted from");
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
