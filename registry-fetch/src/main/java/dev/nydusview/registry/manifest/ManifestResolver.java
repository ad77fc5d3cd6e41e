package dev.nydusview.registry.manifest;

import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.NotNydusException;
import dev.nydusview.registry.manifest.ManifestDocument.Index;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import dev.nydusview.registry.ref.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the Nydus manifest to which a source leads, directly or through an index. */
public final class ManifestResolver {
    /** Marks the descriptor of a Nydus image (nydusify from 2.3.5 on). */
    private static final String NYDUS_ARTIFACT = "application/vnd.nydus.image.manifest.v1+json";
    /** The same, before that. */
    private static final String NYDUS_FEATURE = "nydus.remoteimage.v1";
    /** How many descriptors of one platform, alike from outside, are looked into. */
    private static final int MAX_UNDECIDED = 16;

    private final ImageContents contents;
    private final Platform platform;

    public ManifestResolver(ImageContents contents, Platform platform) {
        this.contents = contents;
        this.platform = platform;
    }

    public NydusManifest resolve() throws IOException {
        ManifestDocument root = ManifestDocument.parse(contents.root(), contents.name());
        if (root instanceof Index index) {
            return choose(index);
        }
        return NydusManifest.of((Manifest) root, contents.name());
    }

    private NydusManifest choose(Index index) throws IOException {
        List<Descriptor> fitting = fitting(index);
        if (fitting.isEmpty()) {
            throw new NotFoundException(contents.name() + " has no image for " + platform + "; it has "
                    + platforms(index) + ": choose with --platform");
        }
        // As in nydusify, the last one counts.
        for (int i = fitting.size() - 1; i >= 0; i--) {
            if (isCertain(fitting.get(i))) {
                return NydusManifest.of(load(fitting.get(i)), contents.name());
            }
        }
        return settle(fitting);
    }

    private List<Descriptor> fitting(Index index) {
        List<Descriptor> stated = new ArrayList<>();
        List<Descriptor> unstated = new ArrayList<>();
        for (Descriptor descriptor : index.manifests()) {
            boolean manifest = !descriptor.mediaType().equals(MediaTypes.OCI_INDEX)
                    && !descriptor.mediaType().equals(MediaTypes.DOCKER_LIST);
            if (manifest && descriptor.platform() == null) {
                unstated.add(descriptor);
            } else if (manifest && descriptor.platform() != null && platform.accepts(descriptor.platform())) {
                stated.add(descriptor);
            }
        }
        return stated.isEmpty() ? unstated : stated;
    }

    private static boolean isCertain(Descriptor descriptor) {
        return NYDUS_ARTIFACT.equals(descriptor.artifactType())
                || descriptor.osFeatures().contains(NYDUS_FEATURE);
    }

    /** Looks into manifests that nothing marks: tools that copy images drop the mark (skopeo 1.9 does). */
    private NydusManifest settle(List<Descriptor> undecided) throws IOException {
        int first = Math.max(0, undecided.size() - MAX_UNDECIDED);
        for (int i = undecided.size() - 1; i >= first; i--) {
            Manifest manifest = loadImage(undecided.get(i));
            if (manifest != null && NydusManifest.bootstrapOf(manifest) != null) {
                return NydusManifest.of(manifest, contents.name());
            }
        }
        throw new NotNydusException(contents.name() + " has only a plain OCI image for " + platform
                + ", no Nydus image; convert it with nydusify, or scan it as an OCI image");
    }

    private Manifest load(Descriptor descriptor) throws IOException {
        Manifest manifest = loadImage(descriptor);
        if (manifest == null) {
            throw new RafsFormatException(
                    "the index of " + contents.name() + " leads to another index at " + descriptor.digest());
        }
        return manifest;
    }

    /** The manifest of {@code descriptor}; null if it is an index. */
    private @Nullable Manifest loadImage(Descriptor descriptor) throws IOException {
        if (descriptor.size() > ManifestDocument.MAX_SIZE) {
            throw new RafsFormatException("the manifest " + descriptor.digest() + " of " + contents.name() + " has "
                    + descriptor.size() + " bytes; at most " + ManifestDocument.MAX_SIZE + " are read");
        }
        byte[] bytes = contents.manifest(descriptor, in -> {
            VerifyingInputStream verified = new VerifyingInputStream(in, descriptor, "manifest of " + contents.name());
            return verified.readAllBytes();
        });
        ManifestDocument document = ManifestDocument.parse(bytes, contents.name());
        return document instanceof Manifest manifest ? manifest : null;
    }

    private static String platforms(Index index) {
        String names = index.manifests().stream()
                .map(Descriptor::platform)
                .filter(p -> p != null && !p.os().equals("unknown"))
                .map(String::valueOf)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }
}
