package dev.nydusview.testdata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes OCI layouts around golden images. */
public final class GoldenLayout {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

    private final Path directory;
    private final List<String> tagged = new ArrayList<>();

    public GoldenLayout(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("blobs/sha256"));
    }

    public Path directory() {
        return directory;
    }

    /** Adds a golden image as a converter would: its blobs, and its bootstrap in a tar as the last layer. */
    public String image(GoldenImage golden, String tag) throws IOException {
        if (golden.isInline()) {
            return inlineImage(golden, tag);
        }
        List<String> layers = new ArrayList<>();
        try (Stream<Path> blobs = Files.list(golden.blobs())) {
            for (Path blob : blobs.toList()) {
                // By the blob's name: ids that nydus-image gives to blobs with a table of contents are not digests of
                // the file.
                String name = String.valueOf(blob.getFileName());
                Files.copy(blob, directory.resolve("blobs/sha256").resolve(name));
                layers.add(descriptor(
                        "application/vnd.oci.image.layer.nydus.blob.v1",
                        "sha256:" + name,
                        Files.size(blob),
                        ",\"annotations\":{\"containerd.io/snapshot/nydus-blob\":\"true\"}"));
            }
        }
        byte[] bootstrap = Files.readAllBytes(golden.bootstrap());
        layers.add(bootstrapLayer(
                gzip(tar("image/image.boot", bootstrap)), golden.kind().substring(1, 2)));
        return manifest(layers, tag);
    }

    /** Adds an image whose bootstrap is in its data blob, or in the blob with the index of its gzip layer. */
    private String inlineImage(GoldenImage golden, String tag) throws IOException {
        List<String> layers = new ArrayList<>();
        try (Stream<Path> blobs = Files.list(golden.blobs())) {
            for (Path blob : blobs.toList()) {
                byte[] bytes = Files.readAllBytes(blob);
                boolean carrier = blob.equals(golden.bootstrap());
                layers.add(descriptor(
                        carrier ? "application/vnd.oci.image.layer.nydus.blob.v1" : LAYER,
                        add(bytes),
                        bytes.length,
                        ""));
            }
        }
        return manifest(layers, tag);
    }

    /** Returns a descriptor of a bootstrap layer whose bytes are {@code layer}. */
    private String bootstrapLayer(byte[] layer, String fsVersion) throws IOException {
        return descriptor(LAYER, add(layer), layer.length, bootstrapAnnotations(fsVersion));
    }

    private static String bootstrapAnnotations(String fsVersion) {
        return ",\"annotations\":{\"containerd.io/snapshot/nydus-bootstrap\":\"true\","
                + "\"containerd.io/snapshot/nydus-fs-version\":\"" + fsVersion + "\"}";
    }

    /** Adds a manifest with those layers; returns a descriptor of it. */
    private String manifest(List<String> layers, String tag) throws IOException {
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":"
                        + descriptor("application/vnd.oci.image.config.v1+json", add(config), config.length, "")
                        + ",\"layers\":[" + String.join(",", layers) + "]}")
                .getBytes(StandardCharsets.UTF_8);
        return tag(MANIFEST, add(manifest), manifest.length, tag);
    }

    private String tag(String type, String digest, long size, String tag) throws IOException {
        tagged.add(descriptor(
                type, digest, size, ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + tag + "\"}"));
        Files.writeString(
                directory.resolve("index.json"),
                "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", tagged) + "]}");
        return descriptor(type, digest, size, "");
    }

    /** Adds a blob; returns its digest. */
    private String add(byte[] bytes) throws IOException {
        String hex = sha256(bytes);
        Files.write(directory.resolve("blobs/sha256").resolve(hex), bytes);
        return "sha256:" + hex;
    }

    private static String descriptor(String type, String digest, long size, String more) {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":" + size + more + "}";
    }

    private static byte[] tar(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
