package dev.nydusview.registry.manifest;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.MalformedJsonException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The document that a tag or digest leads to: an image manifest, or an index of manifests. */
public sealed interface ManifestDocument {
    /** Bytes that a manifest or index may have; registries allow about as much. */
    int MAX_SIZE = 4 << 20;

    /** Digest of the document as the registry stores it. */
    Sha256 digest();

    /**
     * A manifest of an image.
     *
     * @param size bytes of the document
     * @param layers lowest first
     * @param config null if there is no valid descriptor of one
     * @param subject digest of the manifest or index that this one refers to; null if there is none
     * @param subjectDescriptor its descriptor; null if that is not valid
     */
    record Manifest(
            Sha256 digest,
            long size,
            List<Descriptor> layers,
            @Nullable Descriptor config,
            @Nullable String subject,
            @Nullable Descriptor subjectDescriptor,
            Map<String, String> annotations)
            implements ManifestDocument {
        public Manifest {
            layers = List.copyOf(layers);
            annotations = Map.copyOf(annotations);
        }
    }

    /** Manifests of one image for several platforms or in several formats. */
    record Index(Sha256 digest, List<Descriptor> manifests) implements ManifestDocument {
        public Index {
            manifests = List.copyOf(manifests);
        }
    }

    /**
     * Parses verified bytes.
     *
     * @param where for messages, such as {@code localhost:5000/app:1}
     */
    static ManifestDocument parse(byte[] bytes, String where) throws IOException {
        Sha256 digest = Sha256.of(bytes);
        try {
            JsonObject json = JsonObject.parse(bytes, OciFormats.MANIFESTS);
            if (json.has("fsLayers") || json.number("schemaVersion") == 1) {
                throw new UnsupportedFeatureException("the manifest of " + where
                        + " has Docker's old schema 1, which Nydus images do not use; push the image again");
            }
            requireOneKind(json, where);
            if (json.has("manifests")) {
                return new Index(digest, descriptors(json.objects("manifests")));
            }
            return manifest(digest, bytes.length, json, where);
        } catch (MalformedJsonException e) {
            throw new CorruptDataException("the manifest of " + where + " is corrupt: " + e.getMessage());
        }
    }

    /**
     * Refuses a document that one reader takes for an image by one member, and another for an index by another member
     * or by the media type (OCI advisory GHSA-mc8v-mgrf-8f4m; containerd refuses the same).
     */
    private static void requireOneKind(JsonObject json, String where) throws IOException {
        String type = json.string("mediaType");
        String fault = null;
        if (!json.has("manifests")) {
            fault = type != null && MediaTypes.isIndex(type)
                    ? "it has no manifests, but the media type of an index"
                    : null;
        } else if (json.has("layers")) {
            fault = "it has both layers and manifests";
        } else if (json.has("config")) {
            fault = "it has both a config and manifests";
        } else if (type != null && MediaTypes.isManifest(type)) {
            fault = "it has manifests, but the media type of an image";
        }
        if (fault != null) {
            throw new CorruptDataException("the manifest of " + where + " is corrupt: " + fault);
        }
    }

    private static Manifest manifest(Sha256 digest, long size, JsonObject json, String where) throws IOException {
        JsonObject config = json.object("config");
        JsonObject subject = json.object("subject");
        return new Manifest(
                digest,
                size,
                layers(json, where),
                config == null ? null : Descriptor.ifValid(config),
                subject == null ? null : subject.string("digest"),
                subject == null ? null : Descriptor.ifValid(subject),
                json.stringMap("annotations"));
    }

    private static List<Descriptor> layers(JsonObject json, String where) throws IOException {
        if (!json.has("layers")) {
            throw new CorruptDataException("the manifest of " + where + " is corrupt: it has no layers");
        }
        return descriptors(json.objects("layers"));
    }

    private static List<Descriptor> descriptors(List<JsonObject> objects) throws IOException {
        List<Descriptor> descriptors = new ArrayList<>();
        for (JsonObject object : objects) {
            descriptors.add(Descriptor.parse(object));
        }
        return descriptors;
    }
}
