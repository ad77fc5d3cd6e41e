package dev.nydusview.cli;

import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A registry with the images {@code oci} and {@code nydus-v6} of a layout, of which the latter stands in for the
 * former: by a manifest that names it as its subject, and in the tag {@code index}.
 *
 * @param twin the manifest with a subject
 */
record StandIns(LayoutRegistry registry, Descriptor plain, Descriptor nydus, Descriptor twin) {
    private static final String AMD64 = "\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}";

    static StandIns in(LayoutRegistry registry, OciLayout layout) throws IOException {
        registry.add(layout);
        Descriptor plain = layout.named("oci");
        Descriptor nydus = layout.named("nydus-v6");
        Descriptor twin = registry.addBlob(
                MediaTypes.OCI_MANIFEST,
                json(text(layout, nydus).replaceFirst("\\{", "{\"subject\":" + descriptor(plain, "") + ",")));
        registry.addManifest(
                "index",
                MediaTypes.OCI_INDEX,
                json("{\"schemaVersion\":2,\"manifests\":[" + descriptor(plain, "," + AMD64) + ","
                        + descriptor(nydus, "," + AMD64) + "]}"));
        return new StandIns(registry, plain, nydus, twin);
    }

    /** The manifest of {@code image}. */
    static String text(OciLayout layout, Descriptor image) throws IOException {
        try (InputStream in = layout.content(image)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String descriptor(Descriptor of, String more) {
        return "{\"mediaType\":\"" + of.mediaType() + "\",\"digest\":\"" + of.digest() + "\",\"size\":" + of.size()
                + more + "}";
    }

    static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The reference by tag. */
    String tag(String tag) {
        return registry.reference(tag);
    }

    /** Host and repository. */
    String repository() {
        return registry.reference("x").replaceFirst(":x$", "");
    }
}
