package dev.nydusview.jobs.report;

import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.report.FindingRule;
import dev.nydusview.plugin.report.Level;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A rule of a plugin in SARIF, with the gravest level of its findings. */
final class SarifRule {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^A-Za-z0-9]+");

    private final FindingRule rule;
    private final String description;
    private Level worst = Level.NONE;

    /** @param first a finding by this rule */
    SarifRule(FindingRule rule, Finding first) {
        this.rule = rule;
        String own = first.detail().text("rule_description");
        this.description = own.isEmpty() ? KindText.of(rule.type(), rule.kind()).what() : own;
    }

    void found(Level level) {
        if (level.compareTo(worst) > 0) {
            worst = level;
        }
    }

    ObjectNode document() {
        KindText text = KindText.of(rule.type(), rule.kind());
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("id", rule.id());
        document.put("name", name());
        document.putObject("shortDescription").put("text", description);
        document.putObject("fullDescription").put("text", text.what());
        document.putObject("defaultConfiguration").put("level", SarifLevel.of(worst));
        document.putObject("help")
                .put("text", text.what() + " " + text.remedy())
                .put("markdown", "**" + text.what() + "**\n\n" + text.remedy());
        ObjectNode properties = document.putObject("properties");
        properties.putArray("tags").add("security");
        properties.put("security-severity", SarifLevel.severity(worst));
        return document;
    }

    /** Returns the words of the rule's ID as one word, each with a capital letter. */
    private String name() {
        StringBuilder name = new StringBuilder();
        for (String word : BETWEEN_WORDS.split(rule.id(), -1)) {
            if (!word.isEmpty()) {
                name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            }
        }
        return name.isEmpty() ? "Finding" : name.toString();
    }
}
