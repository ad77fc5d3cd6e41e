package dev.nydusview.registry.ref;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Operating system and architecture, with the names that image indexes use. */
public record Platform(String os, String architecture, @Nullable String variant) {
    /** Parses {@code os/arch[/variant]}. */
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a platform: write os/arch[/variant], such as linux/arm64");
        }
        return new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : null);
    }

    /** Linux on this machine's architecture. */
    public static Platform host() {
        String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String architecture =
                switch (name) {
                    case "x86_64" -> "amd64";
                    case "aarch64" -> "arm64";
                    default -> name;
                };
        return new Platform("linux", architecture, null);
    }

    /** Whether an image for {@code other} is one for this platform: the variant only counts if this has one. */
    public boolean matches(Platform other) {
        return os.equals(other.os)
                && architecture.equals(other.architecture)
                && (variant == null || variant.equals(other.variant));
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant == null ? "" : "/" + variant);
    }
}
