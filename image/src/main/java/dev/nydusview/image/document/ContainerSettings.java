package dev.nydusview.image.document;

import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.ref.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image's configuration, as far as it concerns a container that runs the image. All texts are those of the image: of
 * any length and characters. Texts that the configuration lacks are empty.
 *
 * @param platform null if none is stated
 */
public record ContainerSettings(
        String created,
        String author,
        @Nullable Platform platform,
        String user,
        String workingDirectory,
        List<String> entrypoint,
        List<String> command,
        List<String> environment,
        List<String> ports,
        List<String> volumes,
        String stopSignal,
        Map<String, String> labels) {
    public ContainerSettings {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        ports = List.copyOf(ports);
        volumes = List.copyOf(volumes);
    }

    /** Reads the settings in the configuration of an image. */
    public static ContainerSettings of(ImageDocuments image) throws IOException {
        return image.read(ContainerSettings::of);
    }

    private static ContainerSettings of(JsonObject configuration) throws IOException {
        JsonObject stated = configuration.object("config");
        JsonObject container = stated == null ? JsonObject.EMPTY : stated;
        return new ContainerSettings(
                configuration.text("created"),
                configuration.text("author"),
                Descriptor.platform(configuration),
                container.text("User"),
                container.text("WorkingDir"),
                container.strings("Entrypoint"),
                container.strings("Cmd"),
                container.strings("Env"),
                names(container, "ExposedPorts"),
                names(container, "Volumes"),
                container.text("StopSignal"),
                container.stringMap("Labels"));
    }

    private static List<String> names(JsonObject object, String name) throws MalformedJsonException {
        JsonObject set = object.object(name);
        return set == null ? List.of() : set.names();
    }
}
