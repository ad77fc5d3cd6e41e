package dev.nydusview.registry.ref;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Images that run on a processor, the best first (containerd/platforms, compare.go). Systems are compared elsewhere.
 */
final class PlatformOrder {
    private static final Pattern NUMBER = Pattern.compile("v?([0-9]{1,6})");
    private static final Pattern CANONICAL = Pattern.compile("v(0|[1-9][0-9]{0,5})");
    private static final Pattern ARM64 = Pattern.compile("v([89])(?:\\.([1-9]))?");

    /** The lowest variant of 32-bit ARM that newer ones run. */
    private static final int LOWEST_ARM = 5;

    private static final int ARM_ON_ARM64 = 8;
    private static final int HIGHEST_MINOR_OF_8 = 9;
    private static final int HIGHEST_MINOR_OF_9 = 7;
    /** Difference of minor versions: v9.x includes v8.(x+5). */
    private static final int MINORS_BETWEEN = 5;

    /** Above the rank of any variant of the processor's own architecture. */
    private static final int OTHER_ARCHITECTURE = 1 << 20;

    private static final int NONE = -1;

    private PlatformOrder() {}

    /** 0 for the best; negative if {@code image} does not run on {@code wanted}. */
    static int rank(Platform wanted, Platform image) {
        return switch (wanted.architecture()) {
            case "amd64" -> onAmd64(wanted.variant(), image);
            case "arm" -> onArm(wanted.variant(), image);
            case "arm64" -> onArm64(wanted.variant(), image);
            default -> sameArchitecture(wanted, image) && sameVariant(wanted.variant(), image) ? 0 : NONE;
        };
    }

    private static boolean sameArchitecture(Platform wanted, Platform image) {
        return wanted.architecture().equals(image.architecture());
    }

    private static boolean sameVariant(@Nullable String wanted, Platform image) {
        return Objects.equals(wanted, image.variant());
    }

    private static int onAmd64(@Nullable String wanted, Platform image) {
        if (image.architecture().equals("386")) {
            return image.variant() == null ? OTHER_ARCHITECTURE : NONE;
        }
        if (!image.architecture().equals("amd64")) {
            return NONE;
        }
        int lower = image.variant() == null ? 1 : number(CANONICAL, image.variant());
        return sameVariant(wanted, image) ? 0 : below(number(NUMBER, wanted), lower, 1);
    }

    private static int onArm(@Nullable String wanted, Platform image) {
        if (!image.architecture().equals("arm")) {
            return NONE;
        }
        return sameVariant(wanted, image)
                ? 0
                : below(number(NUMBER, wanted), number(CANONICAL, image.variant()), LOWEST_ARM);
    }

    private static int below(int wanted, int image, int lowest) {
        return image >= lowest && image < wanted ? wanted - image : NONE;
    }

    private static int onArm64(@Nullable String wanted, Platform image) {
        int[] own = version(wanted);
        if (own == null || (own[0] == 9 && own[1] > HIGHEST_MINOR_OF_9)) {
            return NONE;
        }
        if (image.architecture().equals("arm")) {
            int rank = onArm("v" + ARM_ON_ARM64, image);
            return rank < 0 ? NONE : OTHER_ARCHITECTURE + rank;
        }
        int[] other = image.architecture().equals("arm64") ? version(image.variant()) : null;
        return other == null ? NONE : below(own, other);
    }

    private static int below(int[] own, int[] other) {
        if (own[0] == other[0]) {
            return other[1] <= own[1] ? own[1] - other[1] : NONE;
        }
        int highest = Math.min(own[1] + MINORS_BETWEEN, HIGHEST_MINOR_OF_8);
        return own[0] > other[0] && other[1] <= highest ? own[1] + 1 + highest - other[1] : NONE;
    }

    /** Major and minor version of 64-bit ARM; null if it is none that is known. */
    private static int @Nullable [] version(@Nullable String variant) {
        Matcher matcher = ARM64.matcher(variant == null ? "v8" : variant);
        if (!matcher.matches()) {
            return null;
        }
        String minor = matcher.group(2);
        return new int[] {Integer.parseInt(matcher.group(1)), minor == null ? 0 : Integer.parseInt(minor)};
    }

    private static int number(Pattern pattern, @Nullable String variant) {
        Matcher matcher = pattern.matcher(variant == null ? "" : variant);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : NONE;
    }
}
