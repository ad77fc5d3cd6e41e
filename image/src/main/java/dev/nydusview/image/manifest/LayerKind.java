package dev.nydusview.image.manifest;

import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The content of a layer, by its media type and annotations. */
public enum LayerKind {
    /** Metadata of a Nydus image. */
    BOOTSTRAP,
    /** File data of a Nydus image. */
    BLOB,
    /** Both, in an image without a layer of metadata. */
    BLOB_WITH_BOOTSTRAP,
    /** A layer of a plain image; a Nydus image may refer to its data. */
    OCI;

    /** Returns the kinds of the layers of {@code manifest}, in their order. */
    public static List<LayerKind> of(Manifest manifest) {
        List<LayerKind> kinds = new ArrayList<>();
        for (Descriptor layer : manifest.layers()) {
            kinds.add(of(layer));
        }
        int last = kinds.lastIndexOf(BLOB);
        if (last >= 0 && !kinds.contains(BOOTSTRAP)) {
            kinds.set(last, BLOB_WITH_BOOTSTRAP);
        }
        return List.copyOf(kinds);
    }

    private static LayerKind of(Descriptor layer) {
        if (layer.isMarked(NydusManifest.BOOTSTRAP)) {
            return BOOTSTRAP;
        }
        return NydusManifest.isBlob(layer) ? BLOB : OCI;
    }

    /** Returns the word for it in tables and documents. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
