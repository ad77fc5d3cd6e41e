package dev.nydusview.jobs.report;

import dev.nydusview.plugin.report.Finding;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The details of a finding in words, one line for each. */
public final class FindingText {
    private static final int MAX_LENGTH = 300;

    /** Members that identify the subject of a detail, most specific first. */
    private static final List<String> SUBJECTS = List.of("path", "key", "username", "target", "bin_name", "id");

    private static final List<String> WORDS = List.of(
            "rule_description",
            "rule_name",
            "description",
            "reason",
            "malicious_name",
            "content",
            "value",
            "instruction",
            "summary",
            "detail");

    private FindingText() {}

    /** Returns a line for each detail; the kind alone if there is none. */
    public static List<String> lines(Finding finding) {
        List<String> lines = new ArrayList<>();
        for (JsonNode detail : finding.details()) {
            String subject = first(detail, SUBJECTS);
            String words = first(detail, WORDS);
            String line = subject.isEmpty() || words.isEmpty() ? subject + words : subject + ": " + words;
            lines.add(shortened(line.isEmpty() ? detail.toString() : line));
        }
        return lines.isEmpty() ? List.of(finding.alert()) : lines;
    }

    /** The path that a detail is about; empty if a detail has none. */
    static String path(JsonNode detail) {
        return text(detail, "path");
    }

    private static String first(JsonNode detail, List<String> members) {
        return members.stream()
                .map(member -> text(detail, member))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String text(JsonNode detail, String member) {
        JsonNode value = detail.path(member);
        return value.isString() ? value.stringValue().strip() : "";
    }

    private static String shortened(String line) {
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
    }
}
