package dev.nydusview.registry.manifest;

import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import dev.nydusview.registry.ref.Platform;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Fetches manifests and image configurations, each bounded and compared with its digest. */
final class ManifestLoader {
    private final ImageContents contents;

    ManifestLoader(ImageContents contents) {
        this.contents = contents;
    }

    /** The verified bytes of a manifest or index. */
    byte[] bytes(Descriptor descriptor) throws IOException {
        String what = "manifest of " + contents.name();
        requireSmall(descriptor, what);
        return contents.manifest(descriptor, in -> new VerifyingInputStream(in, descriptor, what).readAllBytes());
    }

    /** The manifest of {@code descriptor}; null if it is an index. */
    @Nullable
    Manifest image(Descriptor descriptor) throws IOException {
        return ManifestDocument.parse(bytes(descriptor), contents.name()) instanceof Manifest manifest
                ? manifest
                : null;
    }

    /** The platform in the configuration of {@code manifest}; null if it states none. */
    @Nullable
    Platform platform(Manifest manifest) throws IOException {
        Descriptor config = manifest.config();
        if (config == null) {
            return null;
        }
        try {
            return Descriptor.platform(parsed(config, configuration(config)));
        } catch (NotFoundException e) {
            return null;
        } catch (MalformedJsonException e) {
            throw corrupt(config, e);
        }
    }

    /** The verified bytes of an image configuration, which every reader reads alike. */
    byte[] configuration(Descriptor config) throws IOException {
        String what = "configuration of " + contents.name();
        requireSmall(config, what);
        byte[] bytes = contents.layer(config, in -> new VerifyingInputStream(in, config, what).readAllBytes());
        parsed(config, bytes);
        return bytes;
    }

    private JsonObject parsed(Descriptor config, byte[] bytes) throws RafsFormatException {
        try {
            return JsonObject.parse(bytes, OciFormats.CONFIGURATIONS);
        } catch (MalformedJsonException e) {
            throw corrupt(config, e);
        }
    }

    private RafsFormatException corrupt(Descriptor config, MalformedJsonException fault) {
        return new RafsFormatException("the configuration of " + contents.name() + ", " + config.digest()
                + ", is corrupt: " + fault.getMessage());
    }

    private static void requireSmall(Descriptor descriptor, String what) throws RafsFormatException {
        if (descriptor.size() > ManifestDocument.MAX_SIZE) {
            throw new RafsFormatException("the " + what + ", " + descriptor.digest() + ", has " + descriptor.size()
                    + " bytes; at most " + ManifestDocument.MAX_SIZE + " are read");
        }
    }
}
