package dev.nydusview.registry.ref;

import java.util.Comparator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An operating system and architecture by their Go names, in the form that containerd gives to them: letters in lower
 * case, aliases resolved, and no variant where it is the usual one (except for 32-bit ARM, whose usual one is v7).
 *
 * @param variant null for the usual one
 */
public record Platform(String os, String architecture, @Nullable String variant) {
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    public Platform {
        PlatformNames names = PlatformNames.of(os, architecture, variant);
        os = names.os();
        architecture = names.architecture();
        variant = names.variant();
    }

    /** Parses {@code os/arch[/variant]}. */
    public static Platform parse(String text) {
        String[] parts = text.split("/", 4);
        if (parts.length < 2 || parts.length > 3) {
            throw invalid(text);
        }
        for (String part : parts) {
            if (!PART.matcher(part).matches()) {
                throw invalid(text);
            }
        }
        return new Platform(parts[0], PlatformNames.goArchitecture(parts[1]), parts.length == 3 ? parts[2] : null);
    }

    /** Linux, on the processor that this runs on, with the variant for which docker would look. */
    public static Platform ofHost() {
        return HostPlatform.PLATFORM;
    }

    /**
     * Tests whether an image for {@code image} runs on this platform as containerd's default matcher has it: lower
     * variants do, 32-bit x86 on 64-bit x86, and 32-bit ARM on 64-bit ARM.
     */
    public boolean accepts(Platform image) {
        return rank(image) >= 0;
    }

    /** The best for this platform first, the others last. Of equally good ones, the first of an index counts. */
    public Comparator<Platform> bestFirst() {
        return Comparator.comparingInt(image -> {
            int rank = rank(image);
            return rank < 0 ? Integer.MAX_VALUE : rank;
        });
    }

    private int rank(Platform image) {
        return os.equals(image.os) ? PlatformOrder.rank(this, image) : -1;
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
