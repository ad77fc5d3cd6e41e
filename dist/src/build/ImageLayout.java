import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.json.JsonMapper;

/** Writes an OCI image layout of one layer, with an SBOM that refers to the image; equal for equal input. */
final class ImageLayout {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String EMPTY = "application/vnd.oci.empty.v1+json";
    private static final String SBOM = "application/vnd.cyclonedx+json";

    private final Path blobs;

    private ImageLayout(Path directory) throws IOException {
        this.blobs = Files.createDirectories(directory.resolve("blobs/sha256"));
    }

    /**
     * Takes the root's tar, the SBOM, the directory to write, the architecture as OCI names it, the program, and annotations
     * as NAME=VALUE; the time is in {@code SOURCE_DATE_EPOCH}.
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[2]);
        String created = Instant.ofEpochSecond(Long.parseLong(System.getenv("SOURCE_DATE_EPOCH"))).toString();
        Map<String, String> annotations = new TreeMap<>(Map.of("org.opencontainers.image.created", created));
        for (String annotation : List.of(arguments).subList(5, arguments.length)) {
            annotations.put(annotation.split("=", 2)[0], annotation.split("=", 2)[1]);
        }
        ImageLayout layout = new ImageLayout(directory);
        Map<String, Object> image = layout.image(Path.of(arguments[0]), arguments[3], arguments[4], annotations);
        Map<String, Object> sbom = layout.sbom(Path.of(arguments[1]), image, created);
        Map<String, Object> tagged = new TreeMap<>(image);
        tagged.put("platform", platform(arguments[3]));
        String version = annotations.get("org.opencontainers.image.version");
        tagged.put("annotations", Map.of("org.opencontainers.image.ref.name", version));
        Map<String, Object> index = new TreeMap<>(Map.of("schemaVersion", 2, "manifests", List.of(tagged, sbom)));
        index.put("mediaType", "application/vnd.oci.image.index.v1+json");
        Files.write(directory.resolve("index.json"), JSON.writeValueAsBytes(index));
        Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    private static Map<String, Object> platform(String architecture) {
        return new TreeMap<>(Map.of("os", "linux", "architecture", architecture));
    }

    private Map<String, Object> image(Path root, String architecture, String program, Map<String, String> annotations)
            throws IOException {
        MessageDigest unpacked = sha256();
        Map<String, Object> layer = layer(root, unpacked);
        Map<String, Object> config = new TreeMap<>(platform(architecture));
        config.put("created", annotations.get("org.opencontainers.image.created"));
        config.put("rootfs", new TreeMap<>(Map.of("type", "layers", "diff_ids", List.of(name(unpacked)))));
        config.put("config", new TreeMap<>(Map.of(
                "Entrypoint", List.of(program),
                "Env", List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"),
                "Labels", annotations)));
        Map<String, Object> manifest = new TreeMap<>(Map.of("schemaVersion", 2, "mediaType", MANIFEST));
        manifest.put("config", blob("application/vnd.oci.image.config.v1+json", JSON.writeValueAsBytes(config)));
        manifest.put("layers", List.of(layer));
        manifest.put("annotations", annotations);
        return blob(MANIFEST, JSON.writeValueAsBytes(manifest));
    }

    /** The root's tar, compressed; {@code unpacked} gets the bytes that are not. */
    private Map<String, Object> layer(Path root, MessageDigest unpacked) throws IOException {
        Path file = blobs.resolve("layer");
        MessageDigest packed = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(root), unpacked);
                OutputStream out =
                        new GZIPOutputStream(new DigestOutputStream(Files.newOutputStream(file), packed))) {
            in.transferTo(out);
        }
        String digest = name(packed);
        Files.move(file, path(digest));
        return descriptor("application/vnd.oci.image.layer.v1.tar+gzip", digest, Files.size(path(digest)));
    }

    private Map<String, Object> sbom(Path file, Map<String, Object> subject, String created) throws IOException {
        Map<String, Object> manifest = new TreeMap<>(Map.of("schemaVersion", 2, "mediaType", MANIFEST));
        manifest.put("artifactType", SBOM);
        manifest.put("config", blob(EMPTY, new byte[] {'{', '}'}));
        manifest.put("layers", List.of(blob(SBOM, Files.readAllBytes(file))));
        manifest.put("subject", subject);
        manifest.put("annotations", Map.of("org.opencontainers.image.created", created));
        Map<String, Object> descriptor = blob(MANIFEST, JSON.writeValueAsBytes(manifest));
        descriptor.put("artifactType", SBOM);
        return descriptor;
    }

    private Map<String, Object> blob(String type, byte[] content) throws IOException {
        MessageDigest digest = sha256();
        digest.update(content);
        String name = name(digest);
        Files.write(path(name), content);
        return descriptor(type, name, content.length);
    }

    private static Map<String, Object> descriptor(String type, String digest, long size) {
        return new TreeMap<>(Map.of("mediaType", type, "digest", digest, "size", size));
    }

    private Path path(String digest) {
        return blobs.resolve(digest.substring("sha256:".length()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String name(MessageDigest digest) {
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }
}
