package dev.nydusview.registry.ref;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An operating system and architecture by their Go names.
 *
 * @param variant null for any
 */
public record Platform(String os, String architecture, @Nullable String variant) {

    /** Parses {@code os/arch[/variant]}. */
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw invalid(text);
        }
        for (String part : parts) {
            if (part.isEmpty()) {
                throw invalid(text);
            }
        }
        return new Platform(
                parts[0].toLowerCase(Locale.ROOT),
                goArchitecture(parts[1].toLowerCase(Locale.ROOT)),
                parts.length == 3 ? parts[2].toLowerCase(Locale.ROOT) : null);
    }

    /** Linux, on the architecture that this runs on: images are looked into, not run, so the local system is no matter. */
    public static Platform ofHost() {
        return new Platform("linux", goArchitecture(System.getProperty("os.arch", "amd64")), null);
    }

    private static String goArchitecture(String name) {
        return switch (name) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            case "i386", "i686", "x86" -> "386";
            case "armhf", "armv7l" -> "arm";
            case "ppc64el" -> "ppc64le";
            default -> name;
        };
    }

    /** Whether an image for {@code image} is one for this platform: an unstated variant fits any. */
    public boolean accepts(Platform image) {
        return os.equals(image.os)
                && architecture.equals(image.architecture)
                && (variant == null || variant.equals(image.effectiveVariant()));
    }

    /** 64-bit ARM means v8 when nothing is said. */
    private @Nullable String effectiveVariant() {
        return variant == null && architecture.equals("arm64") ? "v8" : variant;
    }

    private static InvalidReferenceException invalid(String text) {
        return new InvalidReferenceException(
                "invalid platform \"" + text + "\": write os/arch or os/arch/variant, such as linux/arm64");
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant == null ? "" : "/" + variant);
    }
}
