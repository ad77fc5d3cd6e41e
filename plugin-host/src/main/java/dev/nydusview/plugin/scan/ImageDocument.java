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
 * {@code reference}, {@code repoRefs} and {@code config}, which is the OCI configuration.
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
        byte[] configuration = image.configuration().read();
        ImageDocument made = new ImageDocument(configuration == null ? image.contents() : digest(configuration));
        made.document.put("schemaVersion", SCHEMA_VERSION);
        made.document.put("id", made.id);
        made.document.put("reference", image.name());
        repoRefs(image.name()).forEach(made.document.putArray("repoRefs")::add);
        made.document.set("config", parsed(configuration, image.name()));
        made.document.put("configSource", configuration == null ? "none" : "image");
        return made;
    }

    private static JsonNode parsed(byte @Nullable [] configuration, String name) throws IOException {
        try {
            return configuration == null ? JSON.createObjectNode() : JSON.readTree(configuration);
        } catch (JacksonException e) {
            throw new IOException("the configuration of " + name + " is no JSON: " + e.getOriginalMessage(), e);
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
