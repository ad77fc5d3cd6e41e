package dev.nydusview.registry.manifest;

import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.NotNydusException;
import dev.nydusview.registry.ref.Platform;
import dev.nydusview.registry.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Goes from a tag or digest to the manifest of a Nydus image. Of an index it takes the platform's Nydus image: the one
 * that is marked as such, else the first whose layers show it, as tools that copy images lose the marks.
 */
final class ManifestResolver {
    /** Descriptors of one platform that are looked into. */
    private static final int MAX_CANDIDATES = 16;

    private final ImageStore store;
    private final Platform platform;
    private long bytes;

    ManifestResolver(ImageStore store, Platform platform) {
        this.store = store;
        this.platform = platform;
    }

    /** Bytes of all manifests that were fetched. */
    long bytes() {
        return bytes;
    }

    ManifestDocument resolve(String identifier) throws IOException {
        ManifestDocument document = fetch(identifier);
        return document.isIndex() ? choose(document, identifier) : document;
    }

    private ManifestDocument choose(ManifestDocument index, String identifier) throws IOException {
        List<Descriptor> candidates = new ArrayList<>();
        List<Descriptor> marked = new ArrayList<>();
        for (Descriptor descriptor : index.manifests()) {
            if (descriptor.platform() != null && platform.matches(descriptor.platform())) {
                (NydusManifest.isMarked(descriptor) ? marked : candidates).add(descriptor);
            }
        }
        if (!marked.isEmpty()) {
            return manifest(marked.get(0));
        }
        if (candidates.isEmpty()) {
            throw new NotFoundException(store.name(index.digest()) + " has no image for " + platform + ", only for "
                    + platforms(index) + "; choose one with --platform");
        }
        for (Descriptor candidate : candidates.subList(0, Math.min(candidates.size(), MAX_CANDIDATES))) {
            ManifestDocument manifest = manifest(candidate);
            if (NydusManifest.isNydus(manifest)) {
                return manifest;
            }
        }
        throw new NotNydusException(store.name(index.digest()) + " has only plain OCI images for " + platform
                + ", no Nydus image: convert it with nydusify, or scan it as it is with a tool for OCI images");
    }

    private static String platforms(ManifestDocument index) {
        TreeSet<String> names = new TreeSet<>();
        index.manifests().stream()
                .filter(descriptor -> descriptor.platform() != null)
                .forEach(descriptor -> names.add(String.valueOf(descriptor.platform())));
        return names.isEmpty() ? "no platform that it names" : String.join(", ", names);
    }

    private ManifestDocument manifest(Descriptor descriptor) throws IOException {
        ManifestDocument manifest = fetch(descriptor.digest());
        if (manifest.isIndex()) {
            throw new RafsFormatException("index leads to a further index " + descriptor.digest());
        }
        return manifest;
    }

    private ManifestDocument fetch(String identifier) throws IOException {
        byte[] document = store.manifest(identifier);
        bytes += document.length;
        String digest = Sha256.of(document);
        if (Sha256.isDigest(identifier) && !digest.equals(identifier)) {
            throw new RafsFormatException("manifest is not what was asked for: got " + digest + ", want " + identifier);
        }
        return ManifestDocument.parse(document);
    }
}
