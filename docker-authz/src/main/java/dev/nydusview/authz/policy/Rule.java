package dev.nydusview.authz.policy;

import dev.nydusview.authz.docker.Action;
import dev.nydusview.authz.docker.ImageCall;
import dev.nydusview.authz.docker.Target;
import dev.nydusview.authz.scan.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A rule for some requests.
 *
 * @param actions that it is about
 * @param references images that it is about; all, if the images of one of the actions cannot be scanned
 * @param plugins globs of the plugins that scan; empty for all
 * @param levels of findings that count
 * @param onIncomplete the effect if the scan did not read everything, or a plugin failed
 * @param onFailure the effect if the scan failed, or the request does not say which image it is about
 * @param onTimeout the effect if the scan takes longer than {@code timeout}
 * @param unresolvable the effect if the image cannot be requested from a registry
 * @param timeout that a request waits at most
 * @param maxAge of a scan's result
 */
public record Rule(
        String name,
        Set<Action> actions,
        References references,
        List<String> plugins,
        Set<Level> levels,
        RuleDecision decision,
        Effect onIncomplete,
        Effect onFailure,
        Effect onTimeout,
        Effect unresolvable,
        Duration timeout,
        Duration maxAge) {
    public Rule {
        actions = Set.copyOf(actions);
        plugins = List.copyOf(plugins);
        levels = Set.copyOf(levels);
    }

    /** Tests whether the rule is about {@code call}; true for any rule if the image is unknown. */
    boolean matches(ImageCall call) {
        return actions.contains(call.action())
                && (call.target() instanceof Target.Unreadable || references.matches(call.target()));
    }

    /** Tests whether the rule is about requests of {@code action}. */
    boolean names(Action action) {
        return actions.contains(action);
    }

    /** Returns the effect on a request whose image cannot be scanned. */
    Effect onUnscannable() {
        return switch (decision) {
            case ALLOW -> Effect.ALLOW;
            case DENY -> Effect.DENY;
            case BLOCK, ALERT -> unresolvable;
        };
    }

    /** The effect on a request for an unknown image. */
    Effect onUnreadable() {
        return switch (decision) {
            case ALLOW -> Effect.ALLOW;
            case DENY -> Effect.DENY;
            case BLOCK, ALERT -> onFailure;
        };
    }
}
