package dev.nydusview.registry.manifest;

import dev.nydusview.base.json.JsonFormat;
import dev.nydusview.base.json.JsonLimits;
import dev.nydusview.base.json.JsonShape;

/**
 * The documents of an image, with all names that docker, containerd or the specifications know in them: image-spec
 * (descriptor.md, manifest.md, image-index.md, config.md), distribution (manifest v2 schemas 1 and 2), moby (image.go).
 */
public final class OciFormats {
    private static final JsonShape PLATFORM =
            JsonShape.object("os", "architecture", "variant", "os.version", "os.features", "features");

    private static final JsonShape DESCRIPTOR = JsonShape.object(
                    "mediaType", "digest", "size", "urls", "data", "artifactType")
            .with("annotations", JsonShape.texts())
            .with("platform", PLATFORM);

    /** Shape of a manifest, an index, a list of referrers and the index of a layout: any may be taken for another. */
    private static final JsonShape MANIFEST = JsonShape.object(
                    "schemaVersion", "mediaType", "artifactType", "name", "tag", "architecture", "signatures")
            .with("config", DESCRIPTOR)
            .with("layers", DESCRIPTOR)
            .with("manifests", DESCRIPTOR)
            .with("blobs", DESCRIPTOR)
            .with("subject", DESCRIPTOR)
            .with("fsLayers", JsonShape.object("blobSum"))
            .with("history", JsonShape.object("v1Compatibility"))
            .with("annotations", JsonShape.texts());

    private static final JsonShape CONTAINER = JsonShape.object(
                    "Hostname",
                    "Domainname",
                    "User",
                    "AttachStdin",
                    "AttachStdout",
                    "AttachStderr",
                    "Tty",
                    "OpenStdin",
                    "StdinOnce",
                    "Env",
                    "Cmd",
                    "ArgsEscaped",
                    "Image",
                    "WorkingDir",
                    "Entrypoint",
                    "NetworkDisabled",
                    "MacAddress",
                    "OnBuild",
                    "StopSignal",
                    "StopTimeout",
                    "Shell")
            .with(
                    "Healthcheck",
                    JsonShape.object("Test", "Interval", "Timeout", "StartPeriod", "StartInterval", "Retries"))
            .with("ExposedPorts", JsonShape.map(JsonShape.ANY))
            .with("Volumes", JsonShape.map(JsonShape.ANY))
            .with("Labels", JsonShape.texts());

    private static final JsonShape CONFIGURATION = JsonShape.object(
                    "id",
                    "parent",
                    "comment",
                    "created",
                    "container",
                    "docker_version",
                    "author",
                    "os",
                    "architecture",
                    "variant",
                    "os.version",
                    "os.features")
            .with("config", CONTAINER)
            .with("container_config", CONTAINER)
            .with("rootfs", JsonShape.object("type", "diff_ids"))
            .with("history", JsonShape.object("created", "created_by", "author", "comment", "empty_layer"));

    /** A manifest or an index. */
    public static final JsonFormat MANIFESTS = manifests(ManifestDocument.MAX_SIZE);

    /** The configuration of an image. */
    public static final JsonFormat CONFIGURATIONS =
            JsonFormat.strict(JsonLimits.of(ManifestDocument.MAX_SIZE), CONFIGURATION);

    private OciFormats() {}

    /** Returns the format of a manifest, an index or a list. Its texts are shown, and so have to be printable. */
    public static JsonFormat manifests(int maxBytes) {
        return JsonFormat.strict(JsonLimits.of(maxBytes), MANIFEST).printable();
    }
}
