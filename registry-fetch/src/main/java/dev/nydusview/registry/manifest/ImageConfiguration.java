package dev.nydusview.registry.manifest;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configuration of an image, a JSON document: fetched and verified when first asked for. Safe for concurrent use. */
public final class ImageConfiguration {
    private final @Nullable Descriptor descriptor;
    private final @Nullable ManifestLoader loader;
    private byte @Nullable [] bytes;

    private ImageConfiguration(@Nullable Descriptor descriptor, @Nullable ManifestLoader loader) {
        this.descriptor = descriptor;
        this.loader = loader;
    }

    /** That of an image which has none. */
    public static ImageConfiguration none() {
        return new ImageConfiguration(null, null);
    }

    /**
     * That which a manifest names.
     *
     * @param descriptor null if it names none
     */
    public static ImageConfiguration of(@Nullable Descriptor descriptor, ImageContents contents) {
        return new ImageConfiguration(descriptor, new ManifestLoader(contents));
    }

    /** At most {@link ManifestDocument#MAX_SIZE} bytes; empty if the image has no configuration. */
    public synchronized Optional<byte[]> bytes() throws IOException {
        if (bytes == null && descriptor != null && loader != null) {
            bytes = loader.configuration(descriptor);
        }
        return Optional.ofNullable(bytes).map(byte[]::clone);
    }
}
