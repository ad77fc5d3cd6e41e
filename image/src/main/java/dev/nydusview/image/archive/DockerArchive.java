package dev.nydusview.image.archive;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.json.JsonFormat;
import dev.nydusview.base.json.JsonLimits;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.JsonShape;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.blob.Extent;
import dev.nydusview.registry.layout.LocalImage;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ManifestDocument;
import dev.nydusview.registry.manifest.OciFormats;
import dev.nydusview.rootfs.tar.Compression;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image in a tar of {@code docker save} or skopeo: {@code manifest.json} lists images with the names of their
 * configuration and layers (moby, image/tarexport). The archive has no manifest with digests, so one is made: a layer that
 * is not compressed has the digest of its {@code diff_id}; others are hashed.
 */
final class DockerArchive implements LocalImage {
    private static final JsonFormat LIST = JsonFormat.unambiguous(
            JsonLimits.of(ManifestDocument.MAX_SIZE),
            JsonShape.object("images")
                    .with(
                            "images",
                            JsonShape.object("Config", "RepoTags", "Layers", "Parent")
                                    .with("LayerSources", JsonShape.map(JsonShape.ANY))));

    private static final int MAX_LAYERS = 1024;
    private static final int START = 512;
    private static final int BUFFER = 1 << 16;

    private final Path archive;
    private final Map<Sha256, Extent> contents = new HashMap<>();
    private final byte[] manifest;
    private final Descriptor root;

    private DockerArchive(TarIndex files, Path archive, JsonObject image) throws IOException {
        this.archive = archive;
        Extent config = file(files, String.valueOf(image.string("Config")));
        if (config.length() > ManifestDocument.MAX_SIZE) {
            throw corrupt("its configuration is larger than " + ManifestDocument.MAX_SIZE + " bytes");
        }
        byte[] configuration = config.bytes();
        Sha256 digest = Sha256.of(configuration);
        contents.put(digest, config);
        List<String> layers = new ArrayList<>();
        List<String> diffIds = diffIds(configuration);
        List<String> names = image.strings("Layers");
        if (names.size() != diffIds.size() || names.size() > MAX_LAYERS) {
            throw corrupt("it has " + names.size() + " layers, and its configuration " + diffIds.size());
        }
        for (int i = 0; i < names.size(); i++) {
            layers.add(layer(file(files, names.get(i)), diffIds.get(i)));
        }
        manifest = ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
                        + descriptor("application/vnd.oci.image.config.v1+json", digest, config.length())
                        + ",\"layers\":[" + String.join(",", layers) + "]}")
                .getBytes(StandardCharsets.US_ASCII);
        root = Descriptor.of("", Sha256.of(manifest), manifest.length);
    }

    /** @param name of the image, such as {@code alpine:3}; null for the only one */
    static DockerArchive open(TarIndex files, Path archive, @Nullable String name) throws IOException {
        try {
            return new DockerArchive(files, archive, named(archive, images(files, archive), name));
        } catch (MalformedJsonException e) {
            throw malformed(archive, e);
        }
    }

    /** Returns the names of all images in an archive. */
    static List<String> names(TarIndex files, Path archive) throws IOException {
        try {
            List<String> names = new ArrayList<>();
            for (JsonObject image : images(files, archive)) {
                names.addAll(image.strings("RepoTags"));
            }
            return names;
        } catch (MalformedJsonException e) {
            throw malformed(archive, e);
        }
    }

    private static CorruptDataException malformed(Path archive, MalformedJsonException fault) {
        return new CorruptDataException(archive + ": a document in it is corrupt: " + fault.getMessage());
    }

    private static List<JsonObject> images(TarIndex files, Path archive) throws IOException {
        Extent list = files.find("manifest.json");
        if (list == null) {
            throw new NotFoundException(archive + " is not an archive of \"docker save\": it has no manifest.json");
        }
        if (list.length() > ManifestDocument.MAX_SIZE) {
            throw new CorruptDataException(
                    archive + ": manifest.json is larger than " + ManifestDocument.MAX_SIZE + " bytes");
        }
        String wrapped = "{\"images\":" + new String(list.bytes(), StandardCharsets.UTF_8) + "}";
        return JsonObject.parse(wrapped.getBytes(StandardCharsets.UTF_8), LIST).objects("images");
    }

    private static JsonObject named(Path archive, List<JsonObject> images, @Nullable String name) throws IOException {
        if (name == null && images.size() == 1) {
            return images.get(0);
        }
        List<String> known = new ArrayList<>();
        for (JsonObject image : images) {
            for (String tag : image.strings("RepoTags")) {
                if (name != null && full(tag).equals(full(name))) {
                    return image;
                }
                known.add(tag);
            }
        }
        throw new NotFoundException((name == null
                        ? archive + " has " + images.size() + " images: name one as docker-archive:" + archive
                                + ":NAME:TAG"
                        : archive + " has no image " + name)
                + "; names: " + (known.isEmpty() ? "none" : String.join(", ", known)));
    }

    /** The name with what docker leaves out of names at Docker Hub. */
    private static String full(String name) {
        String tagged = name.indexOf(':', name.lastIndexOf('/') + 1) < 0 ? name + ":latest" : name;
        return tagged.replaceFirst("^docker\\.io/", "").replaceFirst("^library/", "");
    }

    private Extent file(TarIndex files, String name) throws IOException {
        Extent found = files.find(name);
        if (found == null) {
            throw new NotFoundException(archive + " lacks \"" + name.replaceAll("[^ -~]", "?") + "\": write it again");
        }
        return found;
    }

    private List<String> diffIds(byte[] configuration) throws IOException {
        JsonObject rootfs =
                JsonObject.parse(configuration, OciFormats.CONFIGURATIONS).object("rootfs");
        return rootfs == null ? List.of() : rootfs.strings("diff_ids");
    }

    /** Returns the descriptor of a layer, of which the archive says no more than the name. */
    private String layer(Extent content, String diffId) throws IOException {
        byte[] start;
        try (InputStream in = content.open()) {
            start = in.readNBytes(START);
        }
        Compression compression = Compression.of(start);
        Sha256 digest = compression == Compression.NONE ? Sha256.parse(diffId) : hashed(content);
        if (digest == null) {
            throw corrupt("its configuration has an invalid digest of a layer");
        }
        contents.put(digest, content);
        String suffix =
                switch (compression) {
                    case NONE -> "";
                    case GZIP -> "+gzip";
                    case ZSTD -> "+zstd";
                };
        return descriptor("application/vnd.oci.image.layer.v1.tar" + suffix, digest, content.length());
    }

    private static Sha256 hashed(Extent content) throws IOException {
        MessageDigest digest = Sha256.digester();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = content.open()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return Sha256.finish(digest);
    }

    private static String descriptor(String mediaType, Sha256 digest, long size) {
        return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + digest + "\",\"size\":" + size + "}";
    }

    private CorruptDataException corrupt(String fault) {
        return new CorruptDataException("the archive " + archive + " is corrupt: " + fault);
    }

    @Override
    public Descriptor root() {
        return root;
    }

    @Override
    public InputStream content(Descriptor descriptor) throws IOException {
        return descriptor.digest().equals(root.digest())
                ? new ByteArrayInputStream(manifest)
                : locate(descriptor.digest()).open();
    }

    @Override
    public List<Descriptor> referrers(String digest) {
        return List.of();
    }

    @Override
    public Extent locate(Sha256 blob) throws IOException {
        Extent found = contents.get(blob);
        if (found == null) {
            throw new NotFoundException(blob + " is missing in the archive " + archive);
        }
        return found;
    }
}
