package dev.nydusview.image.cache;

import dev.nydusview.base.Sha256;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ManifestDocument;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parts that images in a cache have for themselves.
 *
 * @param documents digests of their indexes, manifests and configurations
 * @param layers hexadecimal digests of their layers: bootstraps and blobs
 */
record ImageParts(Set<Sha256> documents, Set<String> layers) {
    ImageParts {
        documents = Set.copyOf(documents);
        layers = Set.copyOf(layers);
    }

    /**
     * Returns what {@code removed} have and no other image: others are those of {@code kept}, and all documents that do not
     * belong to {@code removed}. The images that a manifest names as its subject, and that name it as theirs, belong to it.
     *
     * @param known all documents; null for configurations
     */
    static ImageParts of(Map<Sha256, @Nullable ManifestDocument> known, Set<Sha256> removed, Set<Sha256> kept) {
        Set<Sha256> documents = reachable(known, removed, true);
        Set<Sha256> others = new HashSet<>(known.keySet());
        others.removeAll(documents);
        Set<Sha256> staying = reachable(known, others, false);
        staying.addAll(reachable(known, kept, true));
        documents.removeAll(staying);
        Set<String> layers = new HashSet<>();
        known.forEach((digest, document) -> {
            if (documents.contains(digest)) {
                layers.addAll(layers(document));
            }
        });
        known.forEach((digest, document) -> {
            if (!documents.contains(digest)) {
                layers.removeAll(layers(document));
            }
        });
        return new ImageParts(documents, layers);
    }

    private static List<String> layers(@Nullable ManifestDocument document) {
        return document instanceof ManifestDocument.Manifest manifest
                ? manifest.layers().stream().map(Descriptor::hex).toList()
                : List.of();
    }

    private static Set<Sha256> reachable(
            Map<Sha256, @Nullable ManifestDocument> known, Set<Sha256> roots, boolean referrers) {
        Set<Sha256> reached = new HashSet<>();
        Deque<Sha256> next = new ArrayDeque<>(roots);
        while (!next.isEmpty()) {
            Sha256 digest = next.remove();
            if (reached.add(digest)) {
                next.addAll(children(known.get(digest)));
            }
        }
        Set<Sha256> subjects = Set.copyOf(reached);
        if (referrers) {
            known.forEach((digest, document) -> {
                Sha256 subject = subject(document);
                if (subject != null && subjects.contains(subject)) {
                    reached.addAll(reachable(known, Set.of(digest), false));
                }
            });
        }
        for (Sha256 digest : Set.copyOf(reached)) {
            Sha256 subject = subject(known.get(digest));
            if (subject != null && !reached.contains(subject)) {
                reached.addAll(reachable(known, Set.of(subject), false));
            }
        }
        return reached;
    }

    private static List<Sha256> children(@Nullable ManifestDocument document) {
        if (document instanceof ManifestDocument.Index index) {
            return index.manifests().stream().map(Descriptor::digest).toList();
        }
        return document instanceof ManifestDocument.Manifest manifest && manifest.config() != null
                ? List.of(manifest.config().digest())
                : List.of();
    }

    private static @Nullable Sha256 subject(@Nullable ManifestDocument document) {
        return document instanceof ManifestDocument.Manifest manifest ? Sha256.parse(manifest.subject()) : null;
    }
}
