package dev.nydusview.authz.policy;

import dev.nydusview.authz.docker.Action;
import dev.nydusview.authz.docker.ImageCall;
import dev.nydusview.registry.ref.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * Rules in their order, of which the first that matches decides.
 *
 * @param otherwise the effect if none does
 * @param nydus repositories whose Nydus images are scanned as such, and in place of plain ones
 */
public record Policy(List<Rule> rules, Effect otherwise, Bounds bounds, References nydus) {
    public Policy {
        rules = List.copyOf(rules);
    }

    /** Returns the rule that decides about a request whose image can be scanned. */
    public Optional<Rule> rule(ImageCall call) {
        return rules.stream().filter(rule -> rule.matches(call)).findFirst();
    }

    /**
     * Finds the call to decide about; empty if the request passes, as its image cannot be scanned and no rule names its
     * action.
     */
    public Optional<ImageCall> subject(ImageCall call) {
        boolean isAsked =
                call.action().isScannable() || ruleNaming(call.action()).isPresent();
        return isAsked ? Optional.of(call) : Optional.ofNullable(call.otherwise());
    }

    /** Returns the rule that decides about requests of an action whose image cannot be scanned. */
    public Optional<Rule> ruleNaming(Action action) {
        return rules.stream().filter(rule -> rule.names(action)).findFirst();
    }

    /** Returns this policy with further repositories whose Nydus images are admitted. */
    public Policy admittingNydus(List<String> more) {
        return new Policy(rules, otherwise, bounds, nydus.with(more));
    }

    /** Tests whether Nydus images are admitted in the repository of {@code name}. */
    public boolean admitsNydus(ImageReference name) {
        return nydus.matchesName(name);
    }

    /** The strictest effect of all rules that may match a request for an unknown image. */
    public Effect onUnreadable(ImageCall call) {
        Effect strictest = ofAllThatMayBeMeant(call);
        for (Action disguised : call.action().disguised()) {
            strictest = stricter(
                    strictest, ruleNaming(disguised).map(Rule::onUnscannable).orElse(Effect.ALLOW));
        }
        return strictest;
    }

    private Effect ofAllThatMayBeMeant(ImageCall call) {
        Effect strictest = Effect.ALLOW;
        for (Rule rule : rules) {
            if (rule.matches(call)) {
                strictest = stricter(strictest, rule.onUnreadable());
                if (rule.references().areAll()) {
                    return strictest; // later rules are not reached
                }
            }
        }
        return stricter(strictest, otherwise);
    }

    private static Effect stricter(Effect one, Effect other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
