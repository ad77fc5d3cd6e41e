package dev.nydusview.authz.docker;

import dev.nydusview.base.json.JsonShape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameter {@code platform}, which versions of the API that do not know it leave out of account. */
final class RequestedPlatform {
    private static final int PULL = 32;
    private static final int CREATE = 41;
    private static final int PUSH = 46;

    private static final GoJson JSON = new GoJson(JsonShape.object("os", "architecture", "variant"));

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private RequestedPlatform() {}

    /**
     * The platform in the form {@code os/architecture[/variant]}, or as it was asked for; null for the daemon's own.
     *
     * @throws IllegalArgumentException if docker would not take it
     */
    static @Nullable String of(Action action, RequestTarget target) {
        String asked = target.parameter("platform");
        return switch (action) {
            case PULL -> asked.isEmpty() || !target.isSince(PULL) ? null : asked;
            case CREATE -> asked.isEmpty() || !target.isSince(CREATE) ? null : asked;
            case PUSH -> asked.isEmpty() || !target.isSince(PUSH) ? null : fromJson(asked);
            default -> null;
        };
    }

    /** {@code {"os":"linux","architecture":"arm64","variant":"v8"}}, of which the last may be missing. */
    private static String fromJson(String text) {
        try {
            return JSON.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), platform -> {
                String os = word(GoJson.text(platform, "os"));
                String architecture = word(GoJson.text(platform, "architecture"));
                String variant = GoJson.text(platform, "variant");
                return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + word(variant));
            });
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its platform is not JSON with os, architecture and perhaps variant", e);
        }
    }

    private static String word(String text) {
        if (!WORD.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " is not a name");
        }
        return text;
    }
}
