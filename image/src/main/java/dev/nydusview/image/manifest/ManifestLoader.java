package dev.nydusview.image.manifest;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ImageContents;
import dev.nydusview.registry.manifest.ManifestDocument;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import dev.nydusview.registry.manifest.OciFormats;
import dev.nydusview.registry.manifest.VerifyingInputStream;
import dev.nydusview.registry.ref.Platform;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fetches manifests and image configurations, each bounded and compared with its digest. The last ones are remembered,
 * as one question after the other is asked of them.
 */
final class ManifestLoader {
    private static final int REMEMBERED = 16;

    private final ImageContents contents;
    private final Map<Sha256, ManifestDocument> documents = Collections.synchronizedMap(new Remembered<>());
    private final Map<Sha256, byte[]> configurations = Collections.synchronizedMap(new Remembered<>());

    private static final class Remembered<V> extends LinkedHashMap<Sha256, V> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sha256, V> eldest) {
            return size() > REMEMBERED;
        }
    }

    ManifestLoader(ImageContents contents) {
        this.contents = contents;
    }

    /** The verified bytes of a manifest or index. */
    byte[] bytes(Descriptor descriptor) throws IOException {
        String what = "manifest of " + contents.name();
        requireSmall(descriptor, what);
        return contents.manifest(descriptor, in -> new VerifyingInputStream(in, descriptor, what).readAllBytes());
    }

    /** The document that {@code descriptor} leads to. */
    ManifestDocument document(Descriptor descriptor) throws IOException {
        ManifestDocument known = documents.get(descriptor.digest());
        if (known == null) {
            known = ManifestDocument.parse(bytes(descriptor), contents.name());
            documents.put(descriptor.digest(), known);
        }
        return known;
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

    /** The verified bytes of an image configuration, which every reader reads alike; not to be changed. */
    byte[] configuration(Descriptor config) throws IOException {
        byte[] known = configurations.get(config.digest());
        if (known == null) {
            String what = "configuration of " + contents.name();
            requireSmall(config, what);
            known = contents.layer(config, in -> new VerifyingInputStream(in, config, what).readAllBytes());
            parsed(config, known);
            configurations.put(config.digest(), known);
        }
        return known;
    }

    private JsonObject parsed(Descriptor config, byte[] bytes) throws CorruptDataException {
        try {
            return JsonObject.parse(bytes, OciFormats.CONFIGURATIONS);
        } catch (MalformedJsonException e) {
            throw corrupt(config, e);
        }
    }

    private CorruptDataException corrupt(Descriptor config, MalformedJsonException fault) {
        return new CorruptDataException("the configuration of " + contents.name() + ", " + config.digest()
                + ", is corrupt: " + fault.getMessage());
    }

    private static void requireSmall(Descriptor descriptor, String what) throws CorruptDataException {
        if (descriptor.size() > ManifestDocument.MAX_SIZE) {
            throw new CorruptDataException("the " + what + ", " + descriptor.digest() + ", has " + descriptor.size()
                    + " bytes; at most " + ManifestDocument.MAX_SIZE + " are read");
        }
    }
}
