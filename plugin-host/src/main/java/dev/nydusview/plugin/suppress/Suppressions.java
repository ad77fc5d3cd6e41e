package dev.nydusview.plugin.suppress;

import dev.nydusview.plugin.report.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reasons why findings do not count. Immutable. */
public final class Suppressions {
    public static final Suppressions NONE = new Suppressions(List.of(), List.of(), List.of());

    private final List<SuppressionRule> rules;
    private final List<Suppression> listed;
    private final List<String> notices;

    /**
     * @param rules in the order in which they are asked; the first that suppresses a finding gives the reason
     * @param listed suppressions of entries that people keep up to date, so that unused ones are of interest
     */
    Suppressions(List<SuppressionRule> rules, List<Suppression> listed, List<String> notices) {
        this.rules = List.copyOf(rules);
        this.listed = List.copyOf(listed);
        this.notices = List.copyOf(notices);
    }

    /** Returns sentences about the files for the user, such as on entries that have expired. */
    public List<String> notices() {
        return notices;
    }

    /** Reviews each detail of the findings of one run of a plugin, in their order. */
    public List<ReviewedFinding> review(ImageIdentity image, List<Finding> findings) {
        Fingerprints fingerprints = new Fingerprints(image);
        List<ReviewedFinding> reviewed = new ArrayList<>();
        for (Finding all : findings) {
            for (Finding finding : all.each()) {
                String fingerprint = fingerprints.next(finding);
                reviewed.add(new ReviewedFinding(finding, fingerprint, suppression(image, finding, fingerprint)));
            }
        }
        return reviewed;
    }

    private @Nullable Suppression suppression(ImageIdentity image, Finding finding, String fingerprint) {
        return rules.stream()
                .map(rule -> rule.suppression(image, finding, fingerprint))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Entries that have suppressed nothing, if those of {@code used} have. */
    public List<Suppression> unused(Set<Suppression> used) {
        return listed.stream().filter(entry -> !used.contains(entry)).toList();
    }
}
