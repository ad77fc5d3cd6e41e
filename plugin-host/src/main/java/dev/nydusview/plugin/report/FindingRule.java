package dev.nydusview.plugin.report;

import dev.nydusview.base.SafeText;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A rule by which plugins find things.
 *
 * @param kind the name of the finding's alert type
 * @param name what the plugin calls the rule, or the identifier of a vulnerability; empty if there is none
 */
public record FindingRule(AlertType type, String kind, String name) {
    private static final List<String> NAMES = List.of("rule_id", "rule_name");
    private static final int MAX_NAME = 128;

    /** Returns the rule of the first detail of {@code finding}. */
    public static FindingRule of(Finding finding) {
        Detail detail = finding.detail();
        String name = finding.alertType() == AlertType.VULNERABILITY ? detail.text("id") : detail.first(NAMES);
        return new FindingRule(finding.alertType(), finding.alert(), SafeText.fit(name, MAX_NAME));
    }

    /** Returns {@code KIND/NAME}, or {@code KIND} of a rule without a name. */
    public String id() {
        return name.isEmpty() ? kind : kind + "/" + name;
    }

    /** The words by which a person may mean this rule. */
    public Set<String> words() {
        Set<String> words = new TreeSet<>(List.of(kind, id()));
        if (!name.isEmpty()) {
            words.add(name);
        }
        return words;
    }
}
