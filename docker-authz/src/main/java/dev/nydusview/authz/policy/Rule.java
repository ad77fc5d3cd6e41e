package dev.nydusview.authz.policy;

import dev.nydusview.authz.docker.Action;
import dev.nydusview.authz.docker.ImageCall;
import dev.nydusview.authz.docker.Target;
import dev.nydusview.authz.judge.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A rule for some requests.
 *
 * @param actions that it is about
 * @param references images that it is about; all, if one of the actions is not judged
 * @param plugins globs of the plugins that scan; empty for all
 * @param levels of findings that count
 * @param onIncomplete if the scan did not see everything, or a plugin failed
 * @param onFailure if nothing can be said of the image, or it is not known which one is meant
 * @param onTimeout if it is not known by {@code timeout}
 * @param unresolvable if it is an image that no registry can be asked for
 * @param timeout that a request waits at most
 * @param maxAge of a judgement
 */
public record Rule(
        String name,
        Set<Action> actions,
        References references,
        List<String> plugins,
        Set<Level> levels,
        RuleDecision decision,
        Answer onIncomplete,
        Answer onFailure,
        Answer onTimeout,
        Answer unresolvable,
        Duration timeout,
        Duration maxAge) {
    public Rule {
        actions = Set.copyOf(actions);
        plugins = List.copyOf(plugins);
        levels = Set.copyOf(levels);
    }

    /** True if it is about {@code call}; about any image, if it is not known which. */
    boolean matches(ImageCall call) {
        return actions.contains(call.action())
                && (call.target() instanceof Target.Unreadable || references.matches(call.target()));
    }

    /** True if it is about requests of which no image is judged. */
    boolean names(Action action) {
        return actions.contains(action);
    }

    /** The answer to a request of which no image can be judged. */
    public Answer onUnjudged() {
        return switch (decision) {
            case ALLOW -> Answer.ALLOW;
            case DENY -> Answer.DENY;
            case BLOCK, ALERT -> unresolvable;
        };
    }

    /** The answer to a request for an image that is not known. */
    Answer onUnreadable() {
        return switch (decision) {
            case ALLOW -> Answer.ALLOW;
            case DENY -> Answer.DENY;
            case BLOCK, ALERT -> onFailure;
        };
    }
}
