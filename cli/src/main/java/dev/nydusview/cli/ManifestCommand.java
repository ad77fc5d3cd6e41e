package dev.nydusview.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nydusview.base.Quantity;
import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.DocumentOptions;
import dev.nydusview.cli.options.FormatOption;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.image.document.StoredManifest;
import dev.nydusview.image.manifest.LayerKind;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.image.ImageOpener;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.Table;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ManifestDocument;
import dev.nydusview.registry.manifest.OciFormats;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code manifest REF [--index] [--raw]}. */
@Command(
        name = "manifest",
        description = {
            "Shows the manifest of an image, or the index that the image is chosen from.",
            "",
            "The document is compared with its digest; nothing else is fetched but what leads to it."
        },
        footer = {
            "  nydusview manifest ghcr.io/example/app:nydus",
            "  nydusview manifest --index ghcr.io/example/app:1.0",
            "  nydusview manifest --raw --platform linux/arm64 ghcr.io/example/app:1.0 | jq .layers",
        })
final class ManifestCommand implements Subcommand {
    private final Environment environment;

    @Parameters(index = "0", paramLabel = "REF", description = "The image, a Nydus image or a plain one.")
    String reference = "";

    @Option(
            names = "--index",
            fallbackValue = "true",
            description = "Show the document that REF itself names, without choosing from an index, whatever it is.")
    boolean index;

    @Option(
            names = "--raw",
            fallbackValue = "true",
            description = "Write the document as it is stored, byte for byte, whatever the format.")
    boolean raw;

    @Mixin
    DocumentOptions image = DocumentOptions.ofReaders();

    @Mixin
    FormatOption format = new FormatOption();

    @Mixin
    OutputOptions output = new OutputOptions();

    ManifestCommand(Environment environment) {
        this.environment = environment;
    }

    /** A manifest or index; {@code manifest} has all of its members. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Document(
            int schemaVersion,
            String image,
            @Nullable ReplacedImage standsInFor,
            String digest,
            long size,
            Map<?, ?> manifest) {}

    @Override
    public Integer call() throws IOException {
        ImageOpener images = JobContexts.opener(environment, image, output);
        StoredManifest stored = index ? images.root(reference) : images.manifest(reference);
        try (TextOutput out = new TextOutput(environment.out(), environment.style())) {
            if (raw) {
                write(stored.bytes(), out);
            } else {
                format.format().print(out, document(stored), text -> print(stored, text));
            }
        }
        return ExitCode.OK.code();
    }

    private void write(byte[] bytes, TextOutput out) throws IOException {
        try (OutputStream contents = environment.contents(out)) {
            contents.write(bytes);
        }
    }

    private static Document document(StoredManifest stored) throws IOException {
        ManifestDocument.parse(stored.bytes(), stored.name()); // refuses what is not a manifest
        return new Document(
                Json.SCHEMA_VERSION,
                stored.name(),
                stored.replaced(),
                Sha256.of(stored.bytes()).toString(),
                stored.bytes().length,
                JsonObject.parse(stored.bytes(), OciFormats.MANIFESTS).values());
    }

    private static void print(StoredManifest stored, TextOutput out) throws IOException {
        ManifestDocument document = ManifestDocument.parse(stored.bytes(), stored.name());
        out.line(stored.name());
        out.line("");
        if (document instanceof ManifestDocument.Index list) {
            images(list).print(out);
        } else {
            parts((ManifestDocument.Manifest) document).print(out);
        }
    }

    private static Table images(ManifestDocument.Index index) {
        Table table = new Table("PLATFORM", ">SIZE", "DIGEST", "MEDIA TYPE", "ARTIFACT TYPE");
        for (Descriptor found : index.manifests()) {
            table.row(
                    found.platform() == null ? "-" : found.platform(),
                    Quantity.bytes(found.size()),
                    found.digest(),
                    found.mediaType(),
                    found.artifactType() == null ? "-" : found.artifactType());
        }
        return table;
    }

    private static Table parts(ManifestDocument.Manifest manifest) {
        Table table = new Table("KIND", ">SIZE", "DIGEST", "MEDIA TYPE");
        Descriptor config = manifest.config();
        if (config != null) {
            table.row("config", Quantity.bytes(config.size()), config.digest(), config.mediaType());
        }
        List<LayerKind> kinds = LayerKind.of(manifest);
        for (int i = 0; i < kinds.size(); i++) {
            Descriptor layer = manifest.layers().get(i);
            table.row(kinds.get(i), Quantity.bytes(layer.size()), layer.digest(), layer.mediaType());
        }
        Descriptor subject = manifest.subjectDescriptor();
        if (subject != null) {
            table.row("subject", Quantity.bytes(subject.size()), subject.digest(), subject.mediaType());
        }
        return table;
    }

    @Override
    public List<ExitCode> exitCodes() {
        return READING;
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
