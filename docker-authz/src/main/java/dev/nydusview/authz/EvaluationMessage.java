package dev.nydusview.authz;

import dev.nydusview.authz.docker.Action;
import dev.nydusview.authz.policy.Effect;
import dev.nydusview.authz.policy.RuleDecision;
import dev.nydusview.authz.scan.Finding;
import dev.nydusview.authz.scan.Level;
import dev.nydusview.authz.scan.Relation;
import dev.nydusview.base.SafeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Message to the operator: the decision, its reason and rule, and a command that shows more. */
final class EvaluationMessage {
    private static final int MAX_HEADING = 2000;
    private static final int MAX_TEXT = 200;

    private final Action action;
    private final Evaluation evaluation;
    private final int maxLines;
    private final String hint;

    /**
     * @param maxLines of findings
     * @param hint a command that shows all, with {@code {}} for the image
     */
    EvaluationMessage(Action action, Evaluation evaluation, int maxLines, String hint) {
        this.action = action;
        this.evaluation = evaluation;
        this.maxLines = maxLines;
        this.hint = hint;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(SafeText.shortened(heading(), MAX_HEADING));
        List<Finding> worst = evaluation.counting().stream()
                .sorted(Comparator.comparing(Finding::level).reversed())
                .toList();
        worst.stream().limit(maxLines).map(EvaluationMessage::line).forEach(lines::add);
        if (worst.size() > maxLines) {
            lines.add("  and " + (worst.size() - maxLines) + " more");
        }
        if (evaluation.digest() != null && evaluation.cause() != Cause.CLEAN) {
            lines.add("see all: " + SafeText.controls(hint.replace("{}", evaluation.image())));
        }
        return String.join("\n", lines);
    }

    private String heading() {
        String rule =
                evaluation.rule() == null ? "" : "rule \"" + evaluation.rule().name() + "\": ";
        return action + (action.isScannable() ? " of " : " by ") + evaluation.image() + " is " + effect() + ": " + rule
                + reason() + read();
    }

    /** Describes the manifest that was scanned, if it is not the one that the name stands for. */
    private String read() {
        ScannedManifest read = evaluation.manifest();
        return read == null || read.relation() == Relation.ITSELF
                ? ""
                : "; read: " + read.digest() + ", " + read.relation().phrase();
    }

    private String effect() {
        return evaluation.effect() == Effect.DENY ? "denied" : "allowed";
    }

    private String reason() {
        return switch (evaluation.cause()) {
            case NO_RULE -> "no rule matches";
            case RULE ->
                action.isScannable()
                        ? evaluation.effect() == Effect.DENY
                                ? "it denies such images"
                                : "it allows such images without a scan"
                        : evaluation.effect() == Effect.DENY ? "it denies such requests" : "it allows such requests";
            case CLEAN -> "there are no findings of its levels" + found();
            case FINDINGS ->
                (evaluation.rule() != null && evaluation.rule().decision() == RuleDecision.BLOCK
                                ? "it blocks "
                                : "it reports ")
                        + levels()
                        + found()
                        + (evaluation.problem().isEmpty() ? "" : "; " + evaluation.problem());
            case INCOMPLETE -> "the scan is not complete: " + evaluation.problem() + found();
            case FAILURE -> "the image could not be judged: " + evaluation.problem();
            case TIMEOUT -> "the image was not judged in time: " + evaluation.problem();
            case UNRESOLVABLE -> "it cannot be requested from a registry: " + evaluation.problem();
            case UNREADABLE -> "the request does not say which image it is about: " + evaluation.problem();
        };
    }

    private String levels() {
        return evaluation.rule() == null
                ? ""
                : evaluation.rule().levels().stream()
                        .sorted(Comparator.reverseOrder())
                        .map(Level::name)
                        .collect(Collectors.joining(", "));
    }

    private String found() {
        Map<Level, Integer> numbers = evaluation.findingsByLevel();
        return numbers.isEmpty()
                ? ""
                : "; found: "
                        + numbers.entrySet().stream()
                                .sorted(Map.Entry.<Level, Integer>comparingByKey()
                                        .reversed())
                                .map(entry -> entry.getValue() + " " + entry.getKey())
                                .collect(Collectors.joining(", "));
    }

    private static String line(Finding finding) {
        return "  " + finding.level() + " " + SafeText.shortened(finding.plugin(), MAX_TEXT) + ": "
                + SafeText.shortened(finding.text(), MAX_TEXT);
    }
}
