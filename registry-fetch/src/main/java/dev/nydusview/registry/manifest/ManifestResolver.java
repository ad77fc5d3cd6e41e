package dev.nydusview.registry.manifest;

import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.manifest.ManifestDocument.Index;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import dev.nydusview.registry.ref.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the Nydus manifest to which a source leads, directly or through an index. */
public final class ManifestResolver {
    /** Marks the descriptor of a Nydus image (nydusify from 2.3.5 on). */
    private static final String NYDUS_ARTIFACT = "application/vnd.nydus.image.manifest.v1+json";
    /** The same, before that. */
    private static final String NYDUS_FEATURE = "nydus.remoteimage.v1";
    /** How many images of an index, alike from outside, are looked into. */
    private static final int MAX_LOOKED_INTO = 16;

    private final ImageContents contents;
    private final ManifestLoader loader;
    private final Platform platform;
    private final boolean twins;

    /** @param twins whether the Nydus twin of a plain OCI image is wanted in its stead */
    public ManifestResolver(ImageContents contents, Platform platform, boolean twins) {
        this.contents = contents;
        this.loader = new ManifestLoader(contents);
        this.platform = platform;
        this.twins = twins;
    }

    public NydusManifest resolve() throws IOException {
        ManifestDocument root = ManifestDocument.parse(contents.root(), contents.name());
        if (root instanceof Index index) {
            return choose(index);
        }
        Manifest manifest = (Manifest) root;
        NydusManifest nydus = NydusManifest.find(manifest, contents.name());
        return nydus != null ? nydus : twin(PlainImage.named(manifest, platform, contents.name()));
    }

    /**
     * The manifest of the plain OCI image to which the source leads: of an index the first for the platform, as other
     * clients take it, that is no Nydus image.
     */
    public Manifest resolvePlain() throws IOException {
        ManifestDocument root = ManifestDocument.parse(contents.root(), contents.name());
        if (root instanceof Index index) {
            return choosePlain(index);
        }
        Manifest manifest = (Manifest) root;
        if (NydusManifest.isNydus(manifest)) {
            throw new NotFoundException(contents.name() + " is a Nydus image, not a plain OCI image");
        }
        return manifest;
    }

    private Manifest choosePlain(Index index) throws IOException {
        boolean nydus = false;
        Set<String> others = new TreeSet<>(platforms(index));
        List<Descriptor> images = candidates(index);
        images.sort(Comparator.comparing(ManifestResolver::isMarked).thenComparing(byPlatform()));
        for (Descriptor descriptor : bounded(images)) {
            Manifest manifest = loader.image(descriptor);
            if (manifest == null || (descriptor.platform() == null && !fits(manifest, others))) {
                continue;
            }
            if (!NydusManifest.isNydus(manifest)) {
                return manifest;
            }
            nydus = true;
        }
        throw nydus
                ? new NotFoundException(
                        contents.name() + " has only a Nydus image for " + platform + ", no plain OCI image")
                : absent(others);
    }

    private NydusManifest twin(PlainImage plain) throws IOException {
        if (!twins) {
            throw plain.notNydus("");
        }
        return new TwinFinder(contents, plain).find();
    }

    private NydusManifest choose(Index index) throws IOException {
        Manifest plain = null;
        Descriptor best = null;
        Set<String> others = new TreeSet<>(platforms(index));
        for (Descriptor descriptor : likeliestFirst(index)) {
            Manifest manifest = load(descriptor);
            boolean stated = descriptor.platform() != null;
            if (manifest == null || (!stated && !fits(manifest, others))) {
                continue;
            }
            NydusManifest nydus = NydusManifest.find(manifest, contents.name());
            if (nydus != null) {
                return nydus;
            }
            // Other clients run the first of the index that states the best platform.
            if (best == null || byPlatform().compare(descriptor, best) <= 0) {
                plain = manifest;
                best = descriptor;
            }
        }
        if (plain == null) {
            throw absent(others);
        }
        return twin(PlainImage.of(index, plain, platform, contents.name()));
    }

    private NotFoundException absent(Set<String> others) {
        return new NotFoundException(contents.name() + " has no image for " + platform + "; it has "
                + (others.isEmpty() ? "none" : String.join(", ", others)) + ": choose with --platform");
    }

    /**
     * The images that may be for the platform, as many as are looked into: first the marked ones, then those whose mark
     * a tool may have dropped (skopeo 1.9 does when it copies); among either, the best for the platform first, and last
     * those that state none; of equals, as in nydusify, the last one counts.
     */
    private List<Descriptor> likeliestFirst(Index index) {
        List<Descriptor> images = candidates(index);
        Collections.reverse(images);
        images.sort(Comparator.comparing((Descriptor image) -> !isMarked(image)).thenComparing(byPlatform()));
        return bounded(images);
    }

    /** Images that state the platform first, and of these the best for it. */
    private Comparator<Descriptor> byPlatform() {
        return Comparator.comparing(Descriptor::platform, Comparator.nullsLast(platform.bestFirst()));
    }

    private static List<Descriptor> bounded(List<Descriptor> images) {
        return images.size() > MAX_LOOKED_INTO ? images.subList(0, MAX_LOOKED_INTO) : images;
    }

    /** The images that may be for the platform, in the order of the index. */
    private List<Descriptor> candidates(Index index) {
        List<Descriptor> images = new ArrayList<>();
        for (Descriptor descriptor : index.manifests()) {
            boolean manifest = !descriptor.mediaType().equals(MediaTypes.OCI_INDEX)
                    && !descriptor.mediaType().equals(MediaTypes.DOCKER_LIST);
            Platform stated = descriptor.platform();
            if (manifest && (stated == null || platform.accepts(stated))) {
                images.add(descriptor);
            }
        }
        return images;
    }

    private static boolean isMarked(Descriptor descriptor) {
        return NYDUS_ARTIFACT.equals(descriptor.artifactType())
                || descriptor.osFeatures().contains(NYDUS_FEATURE);
    }

    /** The manifest of {@code descriptor}; null if it is an index after all. */
    private @Nullable Manifest load(Descriptor descriptor) throws IOException {
        Manifest manifest = loader.image(descriptor);
        if (manifest == null && isMarked(descriptor)) {
            throw new RafsFormatException(
                    "the index of " + contents.name() + " leads to another index at " + descriptor.digest());
        }
        return manifest;
    }

    /** Whether an image whose platform the index does not state is for this one; if not, adds its own to {@code others}. */
    private boolean fits(Manifest manifest, Set<String> others) throws IOException {
        Platform configured = loader.platform(manifest);
        if (configured == null || platform.accepts(configured)) {
            return true;
        }
        others.add(configured.toString());
        return false;
    }

    private static List<String> platforms(Index index) {
        return index.manifests().stream()
                .map(Descriptor::platform)
                .filter(p -> p != null && !p.os().equals("unknown"))
                .map(String::valueOf)
                .toList();
    }
}
