package dev.nydusview.image.source;

import dev.nydusview.base.Sha256;
import dev.nydusview.image.cache.KnownManifests;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ImageContents;
import dev.nydusview.registry.manifest.ManifestDocument;
import dev.nydusview.registry.manifest.ReferrerList;
import dev.nydusview.registry.ref.ImageReference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image in a registry whose manifests and configurations are kept in the cache, for when the registry is away. What a
 * digest names is read from there: only what a tag names is asked for each time.
 */
final class KeptContents implements ImageContents {
    private final ImageReference reference;
    private final ImageContents registry;
    private final KnownManifests known;

    KeptContents(ImageReference reference, ImageContents registry, KnownManifests known) {
        this.reference = reference;
        this.registry = registry;
        this.known = known;
    }

    @Override
    public String name() {
        return registry.name();
    }

    @Override
    public byte[] root() throws IOException {
        Sha256 named = Sha256.parse(reference.digest());
        byte[] kept = named == null ? null : kept(named);
        if (named != null && kept != null) {
            known.keep(reference.toString(), named);
            return kept;
        }
        byte[] root = registry.root();
        Sha256 digest = Sha256.of(root);
        known.keep(digest, root);
        known.keep(reference.toString(), digest);
        return root;
    }

    @Override
    public <T> T manifest(Descriptor descriptor, Reader<T> reader) throws IOException {
        byte[] kept = kept(descriptor.digest());
        if (kept != null) {
            return reader.read(new ByteArrayInputStream(kept));
        }
        return registry.manifest(descriptor, in -> {
            byte[] bytes = in.readNBytes(ManifestDocument.MAX_SIZE + 1);
            return kept(descriptor, bytes, reader);
        });
    }

    @Override
    public <T> T layer(Descriptor descriptor, Reader<T> reader) throws IOException {
        if (!isConfiguration(descriptor.mediaType()) || descriptor.size() > ManifestDocument.MAX_SIZE) {
            return registry.layer(descriptor, reader);
        }
        byte[] kept = kept(descriptor.digest());
        if (kept != null) {
            return reader.read(new ByteArrayInputStream(kept));
        }
        return registry.layer(descriptor, in -> {
            byte[] bytes = in.readNBytes(ManifestDocument.MAX_SIZE + 1);
            return kept(descriptor, bytes, reader);
        });
    }

    /** Tells configurations, as OCI and Docker name them, and artifacts theirs, from layers. */
    private static boolean isConfiguration(String mediaType) {
        return mediaType.contains("config") || mediaType.contains("container.image");
    }

    /** Returns the document with {@code digest}, and notes that it was used; null if it is not in the cache. */
    private byte @Nullable [] kept(Sha256 digest) {
        byte[] document = known.document(digest);
        if (document != null) {
            known.keep(digest, document);
        }
        return document;
    }

    /** The reader verifies the bytes, and only then are they kept. */
    private <T> T kept(Descriptor descriptor, byte[] bytes, Reader<T> reader) throws IOException {
        T read = reader.read(new ByteArrayInputStream(bytes));
        if (Sha256.of(bytes).equals(descriptor.digest())) {
            known.keep(descriptor.digest(), bytes);
        }
        return read;
    }

    @Override
    public List<ReferrerList> referrers(String digest) {
        return registry.referrers(digest);
    }
}
