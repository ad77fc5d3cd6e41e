package dev.nydusview.jobs.report;

import dev.nydusview.plugin.report.Detail;
import dev.nydusview.plugin.report.Finding;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The details of a finding in words, one line for each. */
public final class FindingText {
    private static final int MAX_LENGTH = 300;

    /** Members that identify the subject of a detail, most specific first. */
    private static final List<String> SUBJECTS = List.of("path", "key", "username", "target", "bin_name", "id");

    private static final List<String> WORDS = List.of(
            "description",
            "rule_description",
            "rule_name",
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
        for (ObjectNode members : finding.details()) {
            Detail detail = new Detail(members);
            String subject = detail.first(SUBJECTS);
            String words = detail.first(WORDS);
            String line = subject.isEmpty() || words.isEmpty() ? subject + words : subject + ": " + words;
            lines.add(shortened(line.isEmpty() ? members.toString() : line));
        }
        return lines.isEmpty() ? List.of(finding.alert()) : lines;
    }

    private static String shortened(String line) {
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
    }
}
