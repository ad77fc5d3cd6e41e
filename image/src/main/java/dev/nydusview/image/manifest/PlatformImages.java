package dev.nydusview.image.manifest;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.registry.MissingPlatformException;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ManifestDocument.Index;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.ref.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The images of an index, and of the indexes in it, that may be for one platform, in the order in which docker and
 * containerd take them (containerd, {@code images.Manifest}: those that state a platform first, the better ones of
 * these before the others, else in the order of the index).
 */
final class PlatformImages {
    /** Limit of indexes in each other below the first. */
    static final int MAX_DEPTH = 4;

    private static final int MAX_INDEXES = 16;
    /** Bytes of all of them. */
    private static final long MAX_INDEX_BYTES = 16L << 20;

    private final ManifestLoader loader;
    private final Platform platform;
    private final String where;
    private final List<Descriptor> images = new ArrayList<>();
    private final Set<String> others = new TreeSet<>();
    private final Set<Sha256> entered = new HashSet<>();
    private final Set<Sha256> conditional = new HashSet<>();
    private long indexBytes;

    private PlatformImages(ManifestLoader loader, Platform platform, String where) {
        this.loader = loader;
        this.platform = platform;
        this.where = where;
    }

    /** @param where for messages, such as {@code localhost:5000/app:1} */
    static PlatformImages of(Index index, ManifestLoader loader, Platform platform, String where) throws IOException {
        PlatformImages found = new PlatformImages(loader, platform, where);
        found.collect(index, 0, false);
        return found;
    }

    private void collect(Index index, int depth, boolean below) throws IOException {
        for (Descriptor descriptor : inOrder(index)) {
            boolean unnamed = descriptor.mediaType().isEmpty();
            boolean featured = below || !descriptor.osFeatures().isEmpty();
            if (featured) {
                conditional.add(descriptor.digest());
            }
            if (!unnamed && !MediaTypes.isIndex(descriptor.mediaType())) {
                images.add(descriptor);
            } else if (entered.add(descriptor.digest())) { // nothing in it could be taken a second time
                requireFew(descriptor);
                if (loader.document(descriptor) instanceof Index nested) {
                    requireShallow(descriptor, depth + 1);
                    collect(nested, depth + 1, featured);
                } else if (unnamed) {
                    images.add(descriptor);
                } else {
                    throw new CorruptDataException("the index of " + where + " points to a manifest at "
                            + descriptor.digest() + ", which it declares to be an index");
                }
            }
        }
    }

    private void requireShallow(Descriptor index, int depth) throws UnsupportedFeatureException {
        if (depth > MAX_DEPTH) {
            throw new UnsupportedFeatureException("the index of " + where + " has more than " + MAX_DEPTH
                    + " nested indexes, at " + index.digest() + ": name the image by its digest");
        }
    }

    private void requireFew(Descriptor index) throws UnsupportedFeatureException {
        indexBytes += index.size();
        if (entered.size() > MAX_INDEXES || indexBytes > MAX_INDEX_BYTES) {
            throw new UnsupportedFeatureException("the index of " + where + " contains more indexes than are read ("
                    + MAX_INDEXES + ", with " + MAX_INDEX_BYTES + " bytes): name the image by its digest");
        }
    }

    private List<Descriptor> inOrder(Index index) {
        List<Descriptor> fitting = new ArrayList<>();
        for (Descriptor descriptor : index.manifests()) {
            Platform of = descriptor.platform();
            if (of == null || platform.accepts(of)) {
                fitting.add(descriptor);
            } else if (!of.os().equals("unknown")) {
                others.add(of.toString());
            }
        }
        fitting.sort(Comparator.comparing(Descriptor::platform, Comparator.nullsLast(platform.bestFirst())));
        return fitting;
    }

    /** Descriptors of manifests, of which those that state no platform may be for another one. */
    List<Descriptor> images() {
        return List.copyOf(images);
    }

    /**
     * Tests whether only clients take the image that ignore features of operating systems (containerd before 2.2), or
     * have them.
     */
    boolean isConditional(Descriptor image) {
        return conditional.contains(image.digest());
    }

    /** The manifest of one of them; null if its configuration has another platform. */
    @Nullable
    Manifest fitting(Descriptor image) throws IOException {
        if (!(loader.document(image) instanceof Manifest manifest)) {
            throw new CorruptDataException("the index of " + where + " points to another index at " + image.digest()
                    + ", which it declares to be an image");
        }
        if (image.platform() != null) {
            return manifest;
        }
        Platform configured = loader.platform(manifest);
        if (configured == null || platform.accepts(configured)) {
            return manifest;
        }
        others.add(configured.toString());
        return null;
    }

    /** The error that none was for the platform; names the others that were seen. */
    MissingPlatformException absent() {
        return new MissingPlatformException(where + " has no image for " + platform + "; it has "
                + (others.isEmpty() ? "none" : String.join(", ", others)) + ": choose with --platform");
    }
}
