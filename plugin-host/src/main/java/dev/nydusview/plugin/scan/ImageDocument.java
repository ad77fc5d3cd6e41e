package dev.nydusview.plugin.scan;

import dev.nydusview.base.json.Documents;
import dev.nydusview.scan.image.ScanImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document about an image that plugins get beside its files: {@code schemaVersion}, {@code id} (digest of its
 * configuration), {@code reference}, {@code repoRefs}, {@code config}, an OCI configuration, and {@code configSource},
 * which is {@code image} or, for the configuration of the image that it was converted from, {@code subject}; for an
 * unpacked image also {@code lost}, as in receipts.
 */
final class ImageDocument {
    static final int SCHEMA_VERSION = 1;

    private final String id;
    private final ObjectNode document = JsonNodeFactory.instance.objectNode();

    private ImageDocument(String id) {
        this.id = id;
    }

    static ImageDocument of(ScanImage image) throws IOException {
        ImageConfig config = ImageConfig.of(image);
        ImageDocument made =
                new ImageDocument(config.digest() == null ? image.facts().contents() : config.digest());
        made.document.put("schemaVersion", SCHEMA_VERSION);
        made.document.put("id", made.id);
        made.document.put("reference", image.name());
        repoRefs(image.name()).forEach(made.document.putArray("repoRefs")::add);
        made.document.set("config", config.document());
        made.document.put("configSource", config.origin());
        if (image instanceof ScanImage.Unpacked unpacked) {
            made.document.putPOJO("lost", unpacked.losses().kinds());
        }
        return made;
    }

    /** Returns {@code host/name:tag@digest} by tag and by digest, as far as the name has them. */
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
        Files.write(file, Documents.message(document));
    }
}
