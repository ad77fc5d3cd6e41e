package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.Sha256;
import dev.nydusview.base.json.Documents;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.manifest.OciFormats;
import dev.nydusview.testdata.TestData;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The image that plugins get to see, and the document about it. */
class PluginImageTest extends PluginRuns {
    @Test
    void whatPluginsAreTold() throws IOException {
        plugin(
                "told",
                """
                grep -q "\\"id\\":\\"$id\\"" "$NYDUSVIEW_IMAGE" && report Low /id
                grep -q DB_PASSWORD "$NYDUSVIEW_IMAGE" && report Low /config
                grep -q 'demo:nydus-v6"' "$NYDUSVIEW_IMAGE" && report Low /reference
                touch "$NYDUSVIEW_ROOT/new" 2>/dev/null || report Low /read-only
                [ -z "${NYDUSVIEW_CREDS:-}" ] && report Low /no-credentials
                """);
        cli.with("NYDUSVIEW_CREDS", "me:secret").with("NYDUSVIEW_PLAIN_HTTP", "true");

        assertThat(run().out()).contains("/id:", "/config:", "/reference:", "/read-only:", "/no-credentials:");
    }

    @Test
    void theConfigurationIsThatOfTheSourceIfThatRunsTheSame() throws IOException {
        plugin(
                "origin",
                """
                grep -q '"configSource":"subject"' "$NYDUSVIEW_IMAGE" && report Low /subject
                grep -q 'made by the source' "$NYDUSVIEW_IMAGE" && report Low /history
                grep -q DB_PASSWORD "$NYDUSVIEW_IMAGE" && report Low /env
                """);
        OciLayout layout = OciLayout.open(TestData.demoLayout());
        ObjectNode manifest = object(layout, layout.named("nydus-v6"));
        ObjectNode config = object(
                layout,
                Descriptor.parse(JsonObject.parse(Documents.write(manifest.get("config")), OciFormats.MANIFESTS)));
        config.putArray("history").addObject().put("created_by", "made by the source");

        converted(manifest, config, "same");
        Cli.Result same = cli.run("plugin", "run", plugins.toString(), registry.reference("same"));
        assertThat(same.out()).as(same.err()).contains("/subject:", "/history:", "/env:");

        config.withObjectProperty("config").putArray("Env");
        converted(manifest, config, "other");
        Cli.Result other = cli.run("plugin", "run", plugins.toString(), registry.reference("other"));
        assertThat(other.out()).as(other.err()).contains("/env:").doesNotContain("/subject:", "/history:");

        descriptor(
                manifest.putObject("subject"), Descriptor.of(MediaTypes.OCI_MANIFEST, new Sha256("0".repeat(64)), 9));
        registry.addManifest("deleted", MediaTypes.OCI_MANIFEST, Documents.write(manifest));
        Cli.Result deleted = cli.run("plugin", "run", plugins.toString(), registry.reference("deleted"));
        assertThat(deleted.out()).as(deleted.err()).contains("/env:").doesNotContain("/subject:");
    }

    /** Tags the image of {@code manifest} with a subject that has {@code config}. */
    private void converted(ObjectNode manifest, ObjectNode config, String tag) throws IOException {
        Descriptor configuration =
                registry.addBlob("application/vnd.oci.image.config.v1+json", Documents.write(config));
        ObjectNode source = manifest.objectNode();
        source.put("schemaVersion", 2).putArray("layers");
        descriptor(source.putObject("config"), configuration);
        ObjectNode nydus = manifest.deepCopy();
        descriptor(nydus.putObject("subject"), registry.addBlob(MediaTypes.OCI_MANIFEST, Documents.write(source)));
        registry.addManifest(tag, MediaTypes.OCI_MANIFEST, Documents.write(nydus));
    }

    private static void descriptor(ObjectNode node, Descriptor descriptor) {
        node.put("mediaType", descriptor.mediaType())
                .put("digest", descriptor.digest().toString())
                .put("size", descriptor.size());
    }

    private static ObjectNode object(OciLayout layout, Descriptor descriptor) throws IOException {
        try (InputStream in = layout.content(descriptor)) {
            return (ObjectNode) Json.read(in.readAllBytes(), JsonNode.class);
        }
    }
}
