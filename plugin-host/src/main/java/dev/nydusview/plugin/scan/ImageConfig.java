package dev.nydusview.plugin.scan;

import dev.nydusview.base.Sha256;
import dev.nydusview.base.json.ForeignJson;
import dev.nydusview.base.json.JsonLimits;
import dev.nydusview.scan.image.ScanImage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * An OCI configuration.
 *
 * @param digest of its bytes; null if there is none, and the document is empty
 * @param origin {@code image}, {@code subject} of what the image was converted from, or {@code none}
 */
record ImageConfig(@Nullable String digest, JsonNode document, String origin) {
    private static final ForeignJson JSON = ForeignJson.within(JsonLimits.of(16 << 20));

    /**
     * Returns the configuration to show to plugins: the image's own, or that of the image that it was converted from.
     */
    static ImageConfig of(ScanImage image) throws IOException {
        ImageConfig own = read(image.facts().configuration(), "image", image.name());
        ImageConfig source = read(image.facts().source(), "subject", "the subject of " + image.name());
        return source.standsFor(own) ? source : own;
    }

    private static ImageConfig read(ScanImage.Configuration from, String origin, String name) throws IOException {
        byte[] bytes = from.read();
        if (bytes == null) {
            return new ImageConfig(null, JsonNodeFactory.instance.objectNode(), "none");
        }
        try {
            return new ImageConfig(Sha256.of(bytes).toString(), JSON.read(bytes), origin);
        } catch (JacksonException e) {
            throw new IOException("the configuration of " + name + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Tests whether this configuration, of the image that was converted, may be shown in place of the result's own,
     * which says less of layers and history. It may only if a container would be run the same way, as anybody can name
     * any image as the subject.
     */
    private boolean standsFor(ImageConfig own) {
        return digest != null && (own.digest == null || own.run().equals(run()));
    }

    private JsonNode run() {
        return document.path("config");
    }
}
