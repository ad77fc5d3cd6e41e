package dev.nydusview.registry.manifest;

import dev.nydusview.rafs.RafsFormatException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A manifest or an index.
 *
 * @param digest of its bytes
 * @param manifests what an index lists; empty for a manifest
 * @param layers what a manifest lists, lowest first; empty for an index
 * @param isIndex which of the two it is
 */
record ManifestDocument(String digest, List<Descriptor> manifests, List<Descriptor> layers, boolean isIndex) {
    /** Registries refuse larger ones, too. */
    static final int MAX_SIZE = 4 << 20;

    static ManifestDocument parse(byte[] bytes) throws RafsFormatException {
        try {
            JsonNode json = new JsonMapper().readTree(bytes);
            boolean isIndex = json.has("manifests");
            if (!isIndex && !json.has("layers")) {
                throw new RafsFormatException("manifest " + Sha256.of(bytes) + " has neither layers nor manifests");
            }
            return new ManifestDocument(
                    Sha256.of(bytes),
                    Descriptor.list(json.path("manifests")),
                    Descriptor.list(json.path("layers")),
                    isIndex);
        } catch (JacksonException e) {
            throw new RafsFormatException("manifest " + Sha256.of(bytes) + " is not valid JSON");
        }
    }
}
