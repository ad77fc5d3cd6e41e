package dev.nydusview.cli.inspect;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nydusview.base.SafeText;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.image.document.ContainerSettings;
import dev.nydusview.image.document.ImageDocuments;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.registry.manifest.OciFormats;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code config}. */
@Command(
        name = "config",
        description = {
            "Shows the configuration of an image: platform, user, program, environment, labels.",
            "",
            "Only manifest and configuration are fetched, and compared with their digests."
        },
        footer = {
            "  nydusview config ghcr.io/example/app:nydus",
            "  nydusview config --format json ghcr.io/example/app:nydus",
            "  nydusview config --raw oci:build/layout:latest | sha256sum",
        })
final class ConfigRequest implements DocumentRequest {
    @Option(
            names = "--raw",
            fallbackValue = "true",
            description = "Write the configuration as it is stored, byte for byte, whatever the format.")
    boolean raw;

    /** A configuration; {@code config} has all members of the document in the image. */
    record Document(int schemaVersion, @JsonUnwrapped ImageLabel image, String digest, long size, Map<?, ?> config) {}

    @Override
    public void answer(ImageDocuments image, Answers answers) throws IOException {
        byte[] bytes = image.configurationBytes();
        if (raw) {
            try (OutputStream out = answers.contents()) {
                out.write(bytes);
            }
            answers.out().flush();
            return;
        }
        Document document = new Document(
                Json.SCHEMA_VERSION,
                ImageLabel.of(image),
                Sha256.of(bytes).toString(),
                bytes.length,
                JsonObject.parse(bytes, OciFormats.CONFIGURATIONS).values());
        answers.print(document, out -> print(document.digest(), ContainerSettings.of(image), out));
    }

    private static void print(String digest, ContainerSettings settings, TextOutput out) throws IOException {
        KeyValueLines lines = new KeyValueLines(out);
        lines.line("Digest", digest);
        lines.line("Platform", settings.platform() == null ? "-" : settings.platform());
        line(lines, "Created", settings.created());
        line(lines, "Author", settings.author());
        line(lines, "User", settings.user());
        line(lines, "Working Directory", settings.workingDirectory());
        lines(lines, "Entrypoint", settings.entrypoint());
        lines(lines, "Command", settings.command());
        lines(lines, "Environment", settings.environment());
        lines(lines, "Ports", settings.ports());
        lines(lines, "Volumes", settings.volumes());
        line(lines, "Stop Signal", settings.stopSignal());
        lines(
                lines,
                "Labels",
                settings.labels().entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .toList());
    }

    private static void line(KeyValueLines lines, String label, String value) throws IOException {
        lines.line(label, value.isEmpty() ? "-" : SafeText.controls(value));
    }

    /** Prints a value a line, the label before the first. */
    private static void lines(KeyValueLines lines, String label, List<String> values) throws IOException {
        line(lines, label, values.isEmpty() ? "" : values.get(0));
        for (String value : values.stream().skip(1).toList()) {
            lines.next(SafeText.controls(value));
        }
    }
}
