package dev.nydusview.registry.manifest;

import dev.nydusview.base.json.JsonObject;
import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.UnsupportedFeatureException;
import dev.nydusview.registry.ref.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reference to content, as the OCI image specification defines it.
 *
 * @param mediaType empty if the producer left it out
 * @param digest {@code sha256:} and 64 hexadecimal digits
 * @param size bytes
 * @param platform null if none is stated
 * @param osFeatures of the platform
 */
public record Descriptor(
        String mediaType,
        String digest,
        long size,
        Map<String, String> annotations,
        @Nullable String artifactType,
        @Nullable Platform platform,
        List<String> osFeatures) {
    private static final Pattern SHA256 = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public Descriptor {
        annotations = Map.copyOf(annotations);
        osFeatures = List.copyOf(osFeatures);
    }

    /** A descriptor of which only the content is known. */
    public static Descriptor of(String mediaType, String digest, long size) {
        return new Descriptor(mediaType, digest, size, Map.of(), null, null, List.of());
    }

    public static Descriptor parse(JsonObject json) throws IOException {
        String digest = json.string("digest");
        if (digest != null && digest.startsWith("sha512:")) {
            throw new UnsupportedFeatureException("the image uses sha512 digests; only sha256 is supported");
        }
        if (digest == null || !SHA256.matcher(digest).matches()) {
            throw new RafsFormatException("a descriptor has no valid sha256 digest");
        }
        long size = json.number("size");
        if (size < 0) {
            throw new RafsFormatException("the descriptor of " + digest + " has no valid size");
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

    /** Null for what {@link #parse} does not take. */
    public static @Nullable Descriptor ifValid(JsonObject json) {
        try {
            return parse(json);
        } catch (IOException e) {
            return null;
        }
    }

    /** The platform in a descriptor or image configuration; null if it is not stated or no name. */
    static @Nullable Platform platform(JsonObject json) throws IOException {
        String os = json.string("os");
        String architecture = json.string("architecture");
        String variant = json.string("variant");
        // Platforms are listed in messages; a name with a control sequence is none.
        if (os == null
                || architecture == null
                || !isName(os)
                || !isName(architecture)
                || (variant != null && !isName(variant))) {
            return null;
        }
        return new Platform(os, architecture, variant);
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The digest without its algorithm, which is how RAFS names blobs. */
    public String hex() {
        return digest.substring(digest.indexOf(':') + 1);
    }

    /** Whether an annotation says "true". */
    public boolean isMarked(String annotation) {
        return "true".equals(annotations.get(annotation));
    }
}
