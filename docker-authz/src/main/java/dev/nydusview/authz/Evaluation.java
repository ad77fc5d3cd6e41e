package dev.nydusview.authz;

import dev.nydusview.authz.policy.Effect;
import dev.nydusview.authz.policy.Rule;
import dev.nydusview.authz.scan.Finding;
import dev.nydusview.authz.scan.Level;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The effect of a policy on a request, with its reason.
 *
 * @param rule that decided; null if none did alone
 * @param image name as far as it is known
 * @param digest that the name stands for; null if it was not found out
 * @param manifest that was scanned; null if none was
 * @param problem the end of a sentence; empty if the findings say it all
 * @param cached whether nothing had to be waited for
 */
record Evaluation(
        Effect effect,
        Cause cause,
        @Nullable Rule rule,
        String image,
        @Nullable String digest,
        @Nullable ScannedManifest manifest,
        String problem,
        List<Finding> findings,
        boolean cached) {

    static Evaluation unscanned(Effect effect, Cause cause, @Nullable Rule rule, String image, String problem) {
        return new Evaluation(effect, cause, rule, image, null, null, problem, List.of(), false);
    }

    /** Findings of the levels that the rule names. */
    List<Finding> counting() {
        return rule == null
                ? List.of()
                : findings.stream()
                        .filter(finding -> rule.levels().contains(finding.level()))
                        .toList();
    }

    /** Numbers of all findings; levels without any are left out. */
    Map<Level, Integer> findingsByLevel() {
        Map<Level, Integer> numbers = new EnumMap<>(Level.class);
        findings.forEach(finding -> numbers.merge(finding.level(), 1, Integer::sum));
        return numbers;
    }
}
