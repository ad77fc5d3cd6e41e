package dev.nydusview.testkit;

import dev.nydusview.base.Sha256;
import dev.nydusview.base.json.Documents;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.manifest.OciFormats;
import dev.nydusview.registry.manifest.ReferrerIndex;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The answer of the referrers API for one subject, in the order of the referrers' digests. */
final class ReferrerListing {
    private final String subject;
    private final Map<String, Map<String, Object>> descriptors = new TreeMap<>();

    ReferrerListing(String subject) {
        this.subject = subject;
    }

    /** Adds a manifest if it refers to the subject. */
    void add(String mediaType, byte[] manifest) {
        if (!subject.equals(ReferrerIndex.subjectOf(manifest))) {
            return;
        }
        try {
            String digest = Sha256.of(manifest).toString();
            descriptors.put(
                    digest,
                    descriptor(mediaType, digest, manifest.length, JsonObject.parse(manifest, OciFormats.MANIFESTS)));
        } catch (MalformedJsonException e) {
            // Others than image manifests are not listed.
        }
    }

    private static Map<String, Object> descriptor(String mediaType, String digest, int size, JsonObject manifest)
            throws MalformedJsonException {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", mediaType.isEmpty() ? MediaTypes.OCI_MANIFEST : mediaType);
        descriptor.put("digest", digest);
        descriptor.put("size", size);
        String type = artifactType(manifest);
        if (type != null) {
            descriptor.put("artifactType", type);
        }
        if (manifest.has("annotations")) {
            descriptor.put("annotations", manifest.stringMap("annotations"));
        }
        return descriptor;
    }

    /**
     * Returns the artifact type by the specification: an image, which has none itself, has the type of its
     * configuration.
     */
    private static @Nullable String artifactType(JsonObject manifest) throws MalformedJsonException {
        String stated = manifest.string("artifactType");
        JsonObject config = manifest.object("config");
        return stated != null || config == null ? stated : config.string("mediaType");
    }

    byte[] toJson() {
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        index.put("manifests", descriptors.values());
        return Documents.message(index);
    }
}
