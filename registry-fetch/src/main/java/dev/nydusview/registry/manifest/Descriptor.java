package dev.nydusview.registry.manifest;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.registry.ref.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reference to content, as the OCI image specification defines it.
 *
 * @param mediaType empty if the producer left it out
 * @param size bytes
 * @param platform null if none is stated
 * @param osFeatures of the platform
 */
public record Descriptor(
        String mediaType,
        Sha256 digest,
        long size,
        Map<String, String> annotations,
        @Nullable String artifactType,
        @Nullable Platform platform,
        List<String> osFeatures) {
    /** Platform of entries that are not images, in indexes. */
    static final Platform NO_PLATFORM = new Platform("unknown", "unknown", null);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public Descriptor {
        annotations = Map.copyOf(annotations);
        osFeatures = List.copyOf(osFeatures);
    }

    // By hand: see Sha256.
    @Override
    public boolean equals(Object other) {
        return other instanceof Descriptor that
                && digest.equals(that.digest)
                && size == that.size
                && mediaType.equals(that.mediaType)
                && annotations.equals(that.annotations)
                && Objects.equals(artifactType, that.artifactType)
                && Objects.equals(platform, that.platform)
                && osFeatures.equals(that.osFeatures);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    /** A descriptor of which only the content is known. */
    public static Descriptor of(String mediaType, Sha256 digest, long size) {
        return new Descriptor(mediaType, digest, size, Map.of(), null, null, List.of());
    }

    public static Descriptor parse(JsonObject json) throws IOException {
        String named = json.string("digest");
        if (named != null && named.startsWith("sha512:")) {
            throw new UnsupportedFeatureException("the image uses sha512 digests; only sha256 is supported");
        }
        Sha256 digest = Sha256.parse(named);
        if (digest == null) {
            throw new CorruptDataException("a descriptor has no valid sha256 digest");
        }
        long size = json.number("size");
        if (size < 0) {
            throw new CorruptDataException("the descriptor of " + digest + " has no valid size");
        }
        JsonObject platform = json.object("platform");
        String mediaType = json.string("mediaType");
        return new Descriptor(
                mediaType == null ? "" : mediaType,
                digest,
                size,
                json.stringMap("annotations"),
                json.string("artifactType"),
                platform == null ? null : platform(platform),
                platform == null ? List.of() : platform.strings("os.features"));
    }

    /** Parses a descriptor; null if {@link #parse} would refuse it. */
    public static @Nullable Descriptor ifValid(JsonObject json) {
        try {
            return parse(json);
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * The platform in a descriptor or image configuration; null if none is stated. Without a system it is one of Linux,
     * as for docker there; without an architecture, or with a name that is none, it is {@link #NO_PLATFORM}.
     */
    public static @Nullable Platform platform(JsonObject json) throws IOException {
        String os = json.string("os");
        String architecture = json.string("architecture");
        String variant = json.string("variant");
        if (isEmpty(os) && isEmpty(architecture) && isEmpty(variant)) {
            return null;
        }
        Platform stated = new Platform(
                os == null || os.isEmpty() ? "linux" : os, architecture == null ? "" : architecture, variant);
        // Platforms are listed in messages; a name with a control sequence is none.
        boolean isOne = isName(stated.os())
                && isName(stated.architecture())
                && (stated.variant() == null || isName(stated.variant()));
        return isOne ? stated : NO_PLATFORM;
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The digest without its algorithm, which is how RAFS names blobs. */
    public String hex() {
        return digest.hex();
    }

    /** Tests whether an annotation is "true". */
    public boolean isMarked(String annotation) {
        return "true".equals(annotations.get(annotation));
    }
}
