package dev.nydusview.registry.manifest;

import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.registry.ref.Platform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A reference to content by its digest (OCI image specification, descriptor).
 *
 * @param mediaType empty if it does not say
 * @param platform null if it does not say
 * @param osFeatures features that the platform asks for
 */
record Descriptor(
        String mediaType,
        String digest,
        long size,
        String artifactType,
        @Nullable Platform platform,
        List<String> osFeatures,
        Map<String, String> annotations) {

    static Descriptor of(JsonNode json) throws RafsFormatException {
        String digest = json.path("digest").asString("");
        long size = json.path("size").asLong(-1);
        if (!Sha256.isDigest(digest) || size < 0) {
            throw new RafsFormatException("manifest has a descriptor without a valid sha256 digest and size");
        }
        Map<String, String> annotations = new HashMap<>();
        json.path("annotations")
                .properties()
                .forEach(e -> annotations.put(e.getKey(), e.getValue().asString("")));
        List<String> features = new ArrayList<>();
        json.path("platform").path("os.features").forEach(feature -> features.add(feature.asString("")));
        return new Descriptor(
                json.path("mediaType").asString(""),
                digest,
                size,
                json.path("artifactType").asString(""),
                platform(json.path("platform")),
                features,
                annotations);
    }

    private static @Nullable Platform platform(JsonNode json) {
        String os = json.path("os").asString("");
        String architecture = json.path("architecture").asString("");
        String variant = json.path("variant").asString("");
        return os.isEmpty() || architecture.isEmpty()
                ? null
                : new Platform(os, architecture, variant.isEmpty() ? null : variant);
    }

    static List<Descriptor> list(JsonNode array) throws RafsFormatException {
        List<Descriptor> descriptors = new ArrayList<>();
        for (JsonNode json : array) {
            descriptors.add(of(json));
        }
        return descriptors;
    }
}
