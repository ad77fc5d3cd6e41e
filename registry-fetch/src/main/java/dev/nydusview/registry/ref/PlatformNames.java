package dev.nydusview.registry.ref;

import org.jspecify.annotations.Nullable;

/** Names of a platform in their normal form (containerd/platforms, database.go). */
record PlatformNames(String os, String architecture, @Nullable String variant) {

    static PlatformNames of(String os, String architecture, @Nullable String variant) {
        String system = lowerCase(os);
        String name = lowerCase(architecture);
        String stated = variant == null || variant.isEmpty() ? null : lowerCase(variant);
        return withVariant(system.equals("macos") ? "darwin" : system, name, stated);
    }

    private static PlatformNames withVariant(String os, String architecture, @Nullable String variant) {
        return switch (architecture) {
            case "i386" -> new PlatformNames(os, "386", null);
            case "x86_64", "x86-64", "amd64" -> new PlatformNames(os, "amd64", "v1".equals(variant) ? null : variant);
            case "aarch64", "arm64" -> new PlatformNames(os, "arm64", arm64(variant));
            case "armhf" -> new PlatformNames(os, "arm", "v7");
            case "armel" -> new PlatformNames(os, "arm", "v6");
            case "arm" -> new PlatformNames(os, "arm", arm(variant));
            default -> new PlatformNames(os, architecture, variant);
        };
    }

    private static @Nullable String arm64(@Nullable String variant) {
        if (variant == null) {
            return null;
        }
        return switch (variant) {
            case "8", "v8", "v8.0" -> null;
            case "9", "9.0", "v9.0" -> "v9";
            default -> variant;
        };
    }

    private static String arm(@Nullable String variant) {
        if (variant == null) {
            return "v7";
        }
        return switch (variant) {
            case "5", "6", "7", "8" -> "v" + variant;
            default -> variant;
        };
    }

    /** Character by character, as Go does it: a mapping of whole texts makes two of some characters. */
    private static String lowerCase(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
        return lower.toString();
    }

    /** Returns the Go name of an architecture for the names of other tools and of the JDK. */
    static String goArchitecture(String name) {
        return switch (lowerCase(name)) {
            case "i686", "x86" -> "386";
            case "armv7l" -> "arm";
            case "ppc64el" -> "ppc64le";
            case "loongarch64" -> "loong64";
            default -> name;
        };
    }
}
