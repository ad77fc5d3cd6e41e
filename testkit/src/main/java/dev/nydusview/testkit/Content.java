package dev.nydusview.testkit;

import dev.nydusview.base.Sha256;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ManifestDocument;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.manifest.OciFormats;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Contents of a registry: tags, and content by digest from memory and from layouts. Safe for concurrent use. */
final class Content {

    /** Content in memory, with its media type. */
    private record Stored(String mediaType, ByteBuffer bytes) {}

    private final Map<String, String> digestsByTag = new ConcurrentHashMap<>();
    private final Map<String, Stored> memory = new ConcurrentHashMap<>();
    private final List<OciLayout> layouts = new CopyOnWriteArrayList<>();

    void add(OciLayout layout) {
        layouts.add(layout);
    }

    void tag(String tag, Descriptor descriptor) {
        digestsByTag.put(tag, descriptor.digest().toString());
    }

    Descriptor add(String mediaType, byte[] bytes) {
        Sha256 digest = Sha256.of(bytes);
        memory.put(digest.toString(), new Stored(mediaType, ByteBuffer.wrap(bytes.clone())));
        return Descriptor.of(mediaType, digest, bytes.length);
    }

    /** All tags, in the order of registries. */
    List<String> tags() {
        return digestsByTag.keySet().stream().sorted().toList();
    }

    /** The digest that a tag or digest stands for; null for an unknown tag. */
    @Nullable
    String digestOf(String reference) {
        return Sha256.parse(reference) != null ? reference : digestsByTag.get(reference);
    }

    /** The bytes of a blob; null if it is not here. */
    @Nullable
    SeekableByteChannel open(String digest) throws IOException {
        Stored stored = memory.get(digest);
        if (stored != null) {
            return new ReadOnlyBytes(stored.bytes().asReadOnlyBuffer());
        }
        Path file = fileOf(digest);
        return file == null ? null : FileChannel.open(file, StandardOpenOption.READ);
    }

    private @Nullable Path fileOf(String text) throws IOException {
        Sha256 digest = Sha256.parse(text);
        if (digest == null) {
            return null;
        }
        for (OciLayout layout : layouts) {
            try {
                return layout.locate(digest).file();
            } catch (NotFoundException e) {
                // Another layout may have it.
            }
        }
        return null;
    }

    /** Returns the index of all image manifests whose subject is {@code digest}. */
    byte[] referrers(String digest) throws IOException {
        ReferrerListing listing = new ReferrerListing(digest);
        for (OciLayout layout : layouts) {
            for (Descriptor manifest : layout.referrers(digest)) {
                listing.add(
                        manifest.mediaType(), layout.locate(manifest.digest()).bytes());
            }
        }
        memory.values().stream()
                .filter(stored -> MediaTypes.mayBeImage(stored.mediaType()))
                .forEach(
                        stored -> listing.add(stored.mediaType(), stored.bytes().array()));
        return listing.toJson();
    }

    /** Returns the media type of a manifest: the one with which it was added, otherwise its own. */
    String mediaTypeOf(String digest) throws IOException {
        Stored stored = memory.get(digest);
        Path file = stored == null ? fileOf(digest) : null;
        if (stored != null || file == null || Files.size(file) > ManifestDocument.MAX_SIZE) {
            return stored == null ? MediaTypes.OCI_MANIFEST : stored.mediaType();
        }
        try {
            JsonObject manifest = JsonObject.parse(Files.readAllBytes(file), OciFormats.MANIFESTS);
            String mediaType = manifest.string("mediaType");
            return mediaType != null
                    ? mediaType
                    : manifest.has("manifests") ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
        } catch (MalformedJsonException e) {
            return MediaTypes.OCI_MANIFEST;
        }
    }
}
