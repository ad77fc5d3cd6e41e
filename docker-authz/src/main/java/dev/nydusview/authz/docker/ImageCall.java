package dev.nydusview.authz.docker;

import org.jspecify.annotations.Nullable;

/**
 * A request to docker that is about an image.
 *
 * @param platform that was asked for, such as {@code linux/arm64}; null for the daemon's own
 * @param otherwise the call to decide about instead if no rule names the action; null to let the request pass. Only for
 *     actions whose images cannot be scanned
 */
public record ImageCall(Action action, Target target, @Nullable String platform, @Nullable ImageCall otherwise) {
    public ImageCall(Action action, Target target, @Nullable String platform) {
        this(action, target, platform, null);
    }
}
