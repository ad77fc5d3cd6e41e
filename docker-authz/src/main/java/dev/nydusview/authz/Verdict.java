package dev.nydusview.authz;

import dev.nydusview.authz.judge.Finding;
import dev.nydusview.authz.policy.Answer;
import dev.nydusview.authz.policy.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy's answer to a request, with its reason.
 *
 * @param image as far as it is known
 * @param read what was scanned; null if nothing was
 * @param problem in a sentence's end; empty if findings say it all
 */
record Verdict(
        Answer answer,
        Cause cause,
        @Nullable Rule rule,
        String image,
        @Nullable String digest,
        @Nullable ReadImage read,
        String problem,
        List<Finding> findings,
        boolean kept) {

    /** One without a scan. */
    static Verdict unseen(Answer answer, Cause cause, @Nullable Rule rule, String image, String problem) {
        return new Verdict(answer, cause, rule, image, null, null, problem, List.of(), false);
    }

    List<Finding> counting() {
        return rule == null
                ? List.of()
                : findings.stream()
                        .filter(finding -> rule.levels().contains(finding.level()))
                        .toList();
    }
}
