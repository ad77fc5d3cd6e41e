package dev.nydusview.image.manifest;

import dev.nydusview.image.access.TwinRule;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ImageContents;
import dev.nydusview.registry.manifest.ManifestDocument;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import dev.nydusview.registry.ref.Platform;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an image, a JSON document of at most {@link ManifestDocument#MAX_SIZE} bytes: fetched and
 * verified when first asked for. Safe for concurrent use.
 */
public final class ImageConfiguration {
    private final Fetch fetch;
    private byte @Nullable [] bytes;
    private boolean fetched;

    private interface Fetch {
        byte @Nullable [] bytes() throws IOException;
    }

    private ImageConfiguration(Fetch fetch) {
        this.fetch = fetch;
    }

    /** The configuration of an image that has none. */
    public static ImageConfiguration none() {
        return new ImageConfiguration(() -> null);
    }

    /**
     * The configuration that a manifest names.
     *
     * @param descriptor null if it names none
     */
    public static ImageConfiguration of(@Nullable Descriptor descriptor, ImageContents contents) {
        return of(descriptor, new ManifestLoader(contents));
    }

    static ImageConfiguration of(@Nullable Descriptor descriptor, ManifestLoader loader) {
        return descriptor == null ? none() : new ImageConfiguration(() -> loader.configuration(descriptor));
    }

    /**
     * Returns the configuration of the plain OCI image that {@code manifest} names as its subject; none if the manifest
     * does not name one, or the subject does not exist, is for another platform, or is not a plain image.
     */
    public static ImageConfiguration ofSubject(NydusManifest manifest, ImageContents contents, Platform platform) {
        Descriptor subject = manifest.subject();
        return subject == null
                ? none()
                : new ImageConfiguration(() -> ofSource(new SubjectContents(contents, subject), platform));
    }

    private static byte @Nullable [] ofSource(ImageContents subject, Platform platform) throws IOException {
        try {
            Manifest source = new ManifestResolver(subject, platform, TwinRule.REFUSE).resolvePlain();
            Descriptor config = source.config();
            return config == null ? null : new ManifestLoader(subject).configuration(config);
        } catch (NotFoundException e) {
            return null;
        }
    }

    /** Returns the configuration; empty if the image has none. */
    public synchronized Optional<byte[]> bytes() throws IOException {
        if (!fetched) {
            bytes = fetch.bytes();
            fetched = true;
        }
        return Optional.ofNullable(bytes).map(byte[]::clone);
    }
}
