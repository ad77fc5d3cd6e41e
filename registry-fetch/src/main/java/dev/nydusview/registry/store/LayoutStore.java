package dev.nydusview.registry.store;

import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.blob.BlobCounters;
import dev.nydusview.registry.blob.DirectoryBlobSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An OCI image layout: {@code index.json} names manifests, {@code blobs/sha256} holds everything. */
public final class LayoutStore implements ImageStore {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";
    private static final String SHA256 = "sha256:";
    private static final long MAX_DOCUMENT = 4 << 20;

    private final Path directory;
    private final @Nullable String tag;
    private final BlobSource blobs;

    public LayoutStore(Path directory, @Nullable String tag, BlobCounters counters) {
        this.directory = directory;
        this.tag = tag;
        this.blobs = new DirectoryBlobSource(blobDirectory(), counters);
    }

    private Path blobDirectory() {
        return directory.resolve("blobs").resolve("sha256");
    }

    /** The digest that the layout's tag stands for; without a tag, that of its only manifest. */
    public String resolveTag() throws IOException {
        Path index = directory.resolve("index.json");
        if (!Files.isRegularFile(index)) {
            throw new NotFoundException(directory + " is not an OCI layout: it has no index.json");
        }
        List<String> tags = new ArrayList<>();
        JsonNode manifests = parse(index).path("manifests");
        for (JsonNode manifest : manifests) {
            String name = manifest.path("annotations").path(REF_NAME).asString("");
            if (tag == null ? manifests.size() == 1 : name.equals(tag)) {
                return manifest.path("digest").asString("");
            }
            tags.add(name);
        }
        String known = tags.isEmpty() ? "none" : String.join(", ", tags);
        throw new NotFoundException(
                tag == null
                        ? directory + " has several images: name one as oci:" + directory + ":TAG, of " + known
                        : directory + " has no tag \"" + tag + "\", only " + known);
    }

    private static JsonNode parse(Path file) throws IOException {
        if (Files.size(file) > MAX_DOCUMENT) {
            throw new RafsFormatException(file + " is longer than " + MAX_DOCUMENT + " bytes");
        }
        try {
            return new JsonMapper().readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw new RafsFormatException(file + " is not valid JSON");
        }
    }

    @Override
    public byte[] manifest(String identifier) throws IOException {
        Path file = blob(identifier);
        if (Files.size(file) > MAX_DOCUMENT) {
            throw new RafsFormatException("manifest " + identifier + " is longer than " + MAX_DOCUMENT + " bytes");
        }
        return Files.readAllBytes(file);
    }

    @Override
    public <T> T layer(String digest, LayerReader<T> reader) throws IOException {
        try (InputStream layer = Files.newInputStream(blob(digest))) {
            return reader.read(layer);
        }
    }

    private Path blob(String digest) throws IOException {
        boolean valid =
                digest.startsWith(SHA256) && digest.substring(SHA256.length()).matches("[0-9a-f]{64}");
        Path file = valid ? blobDirectory().resolve(digest.substring(SHA256.length())) : directory;
        if (!Files.isRegularFile(file)) {
            throw new NotFoundException(directory + " has no blob " + digest + ": the layout is incomplete");
        }
        return file;
    }

    @Override
    public BlobSource blobs() {
        return blobs;
    }

    @Override
    public String name(String digest) {
        return "oci:" + directory + (tag == null ? "" : ":" + tag) + "@" + digest;
    }

    @Override
    public void close() throws IOException {
        blobs.close();
    }
}
