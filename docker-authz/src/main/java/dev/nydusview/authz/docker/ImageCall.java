package dev.nydusview.authz.docker;

import org.jspecify.annotations.Nullable;

/**
 * A request to docker that pulls, runs or pushes an image.
 *
 * @param platform that was asked for, such as {@code linux/arm64}; null for the daemon's own
 */
public record ImageCall(Action action, Target target, @Nullable String platform) {}
