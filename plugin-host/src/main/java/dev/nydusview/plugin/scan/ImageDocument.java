package dev.nydusview.plugin.scan;

import dev.nydusview.scan.ScanImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What plugins are told of an image beside its files: {@code schemaVersion}, {@code id} (digest of its configuration),
 * {@code reference}, {@code repoRefs}, {@code config}, which is an OCI configuration, and {@code configSource}: whether it
 * is that of the {@code image}, or of the {@code subject} that it was converted from.
 */
final class ImageDocument {
    static final int SCHEMA_VERSION = 1;

    private static final JsonMapper JSON = new JsonMapper();

    private final String id;
    private final ObjectNode document = JSON.createObjectNode();

    private ImageDocument(String id) {
        this.id = id;
    }

    static ImageDocument of(ScanImage image) throws IOException {
        Configured own = Configured.of(image.configuration(), "image", image.name());
        Configured source = Configured.of(image.source(), "subject", "the subject of " + image.name());
        Configured best = source.stands(own) ? source : own;
        ImageDocument made = new ImageDocument(best.bytes == null ? image.contents() : digest(best.bytes));
        made.document.put("schemaVersion", SCHEMA_VERSION);
        made.document.put("id", made.id);
        made.document.put("reference", image.name());
        repoRefs(image.name()).forEach(made.document.putArray("repoRefs")::add);
        made.document.set("config", best.document);
        made.document.put("configSource", best.bytes == null ? "none" : best.origin);
        return made;
    }

    /** A configuration, its text null and its document empty if there is none. */
    private record Configured(byte @Nullable [] bytes, JsonNode document, String origin) {
        static Configured of(ScanImage.Configuration from, String origin, String name) throws IOException {
            byte[] bytes = from.read();
            try {
                return new Configured(bytes, bytes == null ? JSON.createObjectNode() : JSON.readTree(bytes), origin);
            } catch (JacksonException e) {
                throw new IOException("the configuration of " + name + " is no JSON: " + e.getOriginalMessage(), e);
            }
        }

        /**
         * Whether this, of an image that was converted, can be told in place of that of the result, which says less of
         * layers and history: only if a container would be run the same way, as anybody can name any image as his source.
         */
        boolean stands(Configured own) {
            return bytes != null && (own.bytes == null || run(own).equals(run(this)));
        }

        private static JsonNode run(Configured configured) {
            return configured.document.path("config");
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code host/name:tag@digest} by tag and by digest, as far as it has them. */
    private static List<String> repoRefs(String name) {
        int at = name.indexOf('@');
        String tagged = at < 0 ? name : name.substring(0, at);
        List<String> references = new ArrayList<>(List.of(tagged));
        if (at >= 0) {
            int colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
            references.add((colon < 0 ? tagged : tagged.substring(0, colon)) + name.substring(at));
        }
        return references;
    }

    String id() {
        return id;
    }

    void write(Path file) throws IOException {
        Files.write(file, JSON.writeValueAsBytes(document));
    }
}
