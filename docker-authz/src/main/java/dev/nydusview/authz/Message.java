package dev.nydusview.authz;

import dev.nydusview.authz.docker.Action;
import dev.nydusview.authz.judge.Finding;
import dev.nydusview.authz.judge.Level;
import dev.nydusview.authz.judge.Relation;
import dev.nydusview.authz.policy.Answer;
import dev.nydusview.authz.policy.RuleDecision;
import dev.nydusview.base.SafeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells an operator what was decided, why, by which rule, and how to see more. */
final class Message {
    private static final int MAX_HEADING = 2000;
    private static final int MAX_TEXT = 200;

    private final Action action;
    private final Verdict verdict;
    private final int maxLines;
    private final String hint;

    /**
     * @param maxLines of findings
     * @param hint a command that shows all, with {@code {}} for the image
     */
    Message(Action action, Verdict verdict, int maxLines, String hint) {
        this.action = action;
        this.verdict = verdict;
        this.maxLines = maxLines;
        this.hint = hint;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(SafeText.shortened(heading(), MAX_HEADING));
        List<Finding> worst = verdict.counting().stream()
                .sorted(Comparator.comparing(Finding::level).reversed())
                .toList();
        worst.stream().limit(maxLines).map(Message::line).forEach(lines::add);
        if (worst.size() > maxLines) {
            lines.add("  and " + (worst.size() - maxLines) + " more");
        }
        if (verdict.digest() != null && verdict.cause() != Cause.CLEAN) {
            lines.add("see all: " + SafeText.controls(hint.replace("{}", verdict.image())));
        }
        return String.join("\n", lines);
    }

    private String heading() {
        String rule = verdict.rule() == null ? "" : "rule \"" + verdict.rule().name() + "\": ";
        return action + (action.isJudged() ? " of " : " by ") + verdict.image() + " is " + answer() + ": " + rule
                + reason() + read();
    }

    /** The name has the digest that it stands for; this is what was read if it is another one. */
    private String read() {
        ReadImage read = verdict.read();
        return read == null || read.relation() == Relation.ITSELF
                ? ""
                : "; read: " + read.digest() + ", " + read.relation().phrase();
    }

    private String answer() {
        return verdict.answer() == Answer.DENY ? "denied" : "allowed";
    }

    private String reason() {
        return switch (verdict.cause()) {
            case NO_RULE -> "no rule matches";
            case RULE ->
                action.isJudged()
                        ? verdict.answer() == Answer.DENY
                                ? "it denies such images"
                                : "it allows such images without a scan"
                        : verdict.answer() == Answer.DENY ? "it denies such requests" : "it allows such requests";
            case CLEAN -> "there are no findings of its levels" + found();
            case FINDINGS ->
                (verdict.rule() != null && verdict.rule().decision() == RuleDecision.BLOCK
                                ? "it blocks "
                                : "it reports ")
                        + levels()
                        + found()
                        + (verdict.problem().isEmpty() ? "" : "; " + verdict.problem());
            case INCOMPLETE -> "the scan is not complete: " + verdict.problem() + found();
            case FAILURE -> "the image could not be judged: " + verdict.problem();
            case TIMEOUT -> "the image was not judged in time: " + verdict.problem();
            case UNRESOLVABLE -> "it cannot be requested from a registry: " + verdict.problem();
            case UNREADABLE -> "the request does not say which image it is about: " + verdict.problem();
        };
    }

    private String levels() {
        return verdict.rule() == null
                ? ""
                : verdict.rule().levels().stream()
                        .sorted(Comparator.reverseOrder())
                        .map(Level::name)
                        .collect(Collectors.joining(", "));
    }

    private String found() {
        Map<Level, Integer> numbers = numbers(verdict.findings());
        return numbers.isEmpty()
                ? ""
                : "; found: "
                        + numbers.entrySet().stream()
                                .sorted(Map.Entry.<Level, Integer>comparingByKey()
                                        .reversed())
                                .map(entry -> entry.getValue() + " " + entry.getKey())
                                .collect(Collectors.joining(", "));
    }

    static Map<Level, Integer> numbers(List<Finding> findings) {
        Map<Level, Integer> numbers = new EnumMap<>(Level.class);
        findings.forEach(finding -> numbers.merge(finding.level(), 1, Integer::sum));
        return numbers;
    }

    private static String line(Finding finding) {
        return "  " + finding.level() + " " + SafeText.shortened(finding.plugin(), MAX_TEXT) + ": "
                + SafeText.shortened(finding.text(), MAX_TEXT);
    }
}
