package dev.nydusview.image.oci;

import dev.nydusview.base.Sha256;
import dev.nydusview.testdata.TarLayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes an OCI layout with one image. */
final class Layout {
    static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";

    private final Path directory;
    private final List<String> layers = new ArrayList<>();
    private final List<String> diffIds = new ArrayList<>();

    Layout(Path directory) {
        this.directory = directory;
    }

    Layout layer(TarLayer layer) {
        return layer(layer.bytes());
    }

    Layout layer(byte[] tar) {
        return layer(tar, tar, OCI_LAYER);
    }

    Layout layer(byte[] tar, byte[] stored, String mediaType) {
        layers.add(add(stored, mediaType));
        diffIds.add("\"" + Sha256.of(tar) + "\"");
        return this;
    }

    /** Writes the image; returns its source. */
    String write() {
        String configuration = add(
                json("{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + String.join(",", diffIds) + "]}}"),
                "application/vnd.oci.image.config.v1+json");
        String manifest = add(
                json("{\"schemaVersion\":2,\"config\":" + configuration + ",\"layers\":[" + String.join(",", layers)
                        + "]}"),
                "application/vnd.oci.image.manifest.v1+json");
        try {
            Files.write(
                    directory.resolve("index.json"), json("{\"schemaVersion\":2,\"manifests\":[" + manifest + "]}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "oci:" + directory;
    }

    Path blob(String digest) {
        return directory.resolve("blobs/sha256").resolve(digest.substring("sha256:".length()));
    }

    private String add(byte[] content, String mediaType) {
        String digest = Sha256.of(content).toString();
        try {
            Files.createDirectories(directory.resolve("blobs/sha256"));
            Files.write(blob(digest), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + digest + "\",\"size\":" + content.length + "}";
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
