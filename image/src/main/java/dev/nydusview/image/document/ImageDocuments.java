package dev.nydusview.image.document;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.image.manifest.ImageConfiguration;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import dev.nydusview.registry.manifest.OciFormats;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The documents of an image, a Nydus image or a plain one, none of whose layers has been fetched.
 *
 * @param name the source in its canonical form, with the digest of the manifest
 * @param replaced the plain image in whose place it is read; null if it is the one that the source names
 * @param configuration fetched when asked for, before this is closed
 * @param connection closed with this
 */
public record ImageDocuments(
        String name,
        Manifest manifest,
        @Nullable ReplacedImage replaced,
        ImageConfiguration configuration,
        Closeable connection)
        implements Closeable {
    /** Reads something of a configuration. */
    interface Reading<T> {
        T of(JsonObject configuration) throws IOException;
    }

    /** Returns the verified bytes of the configuration. */
    public byte[] configurationBytes() throws IOException {
        return configuration
                .bytes()
                .orElseThrow(() -> new NotFoundException("the manifest of " + name + " names no configuration"));
    }

    /** Reads the configuration. */
    <T> T read(Reading<T> reading) throws IOException {
        try {
            return reading.of(JsonObject.parse(configurationBytes(), OciFormats.CONFIGURATIONS));
        } catch (MalformedJsonException e) {
            throw new CorruptDataException("the configuration of " + name + " is corrupt: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
