package dev.nydusview.image.oci;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.image.source.ResolvedPlainImage;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ImageContents;
import dev.nydusview.registry.manifest.OciFormats;
import dev.nydusview.registry.manifest.VerifyingInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A plain OCI image opened from a source: its manifest and configuration are here, its layers come when they are read.
 */
public final class OciImage implements Closeable {

    private final ResolvedPlainImage resolved;
    private final byte[] configuration;
    private final List<OciLayer> layers;

    private OciImage(ResolvedPlainImage resolved, byte[] configuration, List<OciLayer> layers) {
        this.resolved = resolved;
        this.configuration = configuration;
        this.layers = layers;
    }

    /** Opens {@code resolved}, which is closed if that fails. */
    public static OciImage open(ResolvedPlainImage resolved) throws IOException {
        try {
            byte[] configuration = resolved.configuration()
                    .bytes()
                    .orElseThrow(() -> corrupt(resolved, "its manifest has no valid descriptor of a configuration"));
            return new OciImage(resolved, configuration, layers(resolved, configuration));
        } catch (IOException | RuntimeException e) {
            resolved.connection().close();
            throw e;
        }
    }

    private static List<OciLayer> layers(ResolvedPlainImage resolved, byte[] configuration) throws IOException {
        List<Descriptor> stored = resolved.manifest().layers();
        List<Sha256> diffIds = diffIds(resolved, configuration);
        if (stored.size() != diffIds.size()) {
            throw corrupt(
                    resolved,
                    "its manifest has " + stored.size() + " layers, but its configuration has the diff_ids of "
                            + diffIds.size());
        }
        List<OciLayer> layers = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            layers.add(new OciLayer(stored.get(i), diffIds.get(i)));
        }
        return List.copyOf(layers);
    }

    private static List<Sha256> diffIds(ResolvedPlainImage resolved, byte[] configuration) throws IOException {
        List<String> texts;
        try {
            JsonObject rootfs =
                    JsonObject.parse(configuration, OciFormats.CONFIGURATIONS).object("rootfs");
            texts = rootfs == null ? List.of() : rootfs.strings("diff_ids");
        } catch (MalformedJsonException e) {
            throw corrupt(resolved, "its configuration: " + e.getMessage());
        }
        List<Sha256> diffIds = new ArrayList<>();
        for (String text : texts) {
            if (text.startsWith("sha512:")) {
                throw new UnsupportedFeatureException(
                        resolved.name() + " uses sha512 digests; only sha256 is supported");
            }
            Sha256 diffId = Sha256.parse(text);
            if (diffId == null) {
                throw corrupt(resolved, "a diff_id in its configuration is not a sha256 digest");
            }
            diffIds.add(diffId);
        }
        return diffIds;
    }

    private static CorruptDataException corrupt(ResolvedPlainImage resolved, String fault) {
        return new CorruptDataException("corrupt OCI image " + resolved.name() + ": " + fault);
    }

    /**
     * Returns the source in its canonical form with the digest of the manifest, such as {@code
     * host/name:tag@sha256:...}.
     */
    public String name() {
        return resolved.name();
    }

    /** Returns the digest of the manifest. */
    public Sha256 digest() {
        return resolved.manifest().digest();
    }

    /** The image configuration, a JSON document. */
    public byte[] configuration() {
        return configuration.clone();
    }

    /** Lowest first. */
    public List<OciLayer> layers() {
        return layers;
    }

    /**
     * Passes the stored bytes of {@code layer} to {@code reader}, again from the beginning if the connection broke. The
     * stream ends with an error if its length or digest differs from the manifest's. Returns only when it has been read
     * to its end. Safe for concurrent use.
     */
    public <T> T read(OciLayer layer, ImageContents.Reader<T> reader) throws IOException {
        return resolved.contents().layer(layer.stored(), in -> {
            VerifyingInputStream verified = new VerifyingInputStream(in, layer.stored(), "layer");
            T result = reader.read(verified);
            verified.finish();
            return result;
        });
    }

    /** Hosts of mirrors that answered in the registry's place so far. */
    public List<String> mirrors() {
        return resolved.meter().mirrors();
    }

    /** Bytes that have been fetched of this image so far. */
    public long bytesFetched() {
        return resolved.meter().metadataBytes() + resolved.meter().blobBytes();
    }

    @Override
    public void close() throws IOException {
        resolved.connection().close();
    }
}
