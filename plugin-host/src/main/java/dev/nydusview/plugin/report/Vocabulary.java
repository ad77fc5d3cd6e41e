package dev.nydusview.plugin.report;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Names of the protocol's constants, and the numbers that Python plugins send for them. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are made by List.of
enum Vocabulary {
    EVENT(List.of("Risk", "Invasion", "Info"), List.of("Risk", "Invasion")),
    DETECT(List.of("Image", "Container", "IaC", "cluster"), List.of("Image", "Container")),
    ALERT(
            List.of(
                    "Asset",
                    "BasicImage",
                    "BasicContainer",
                    "BasicCluster",
                    "Basic",
                    "Vulnerability",
                    "MaliciousFile",
                    "Backdoor",
                    "Escape",
                    "Escalation",
                    "UnsafeMount",
                    "Sensitive",
                    "SensitiveFile",
                    "SensitiveEnv",
                    "SensitiveHistory",
                    "AbnormalHistory",
                    "Webshell",
                    "Weakpass",
                    "IaC",
                    "Trace"),
            List.of("Vulnerability", "MaliciousFile", "Backdoor", "Sensitive", "AbnormalHistory", "Weakpass"));

    static final String UNKNOWN = "Unknown";

    /** The members of details in lists, by what they are of. */
    private static final Map<String, String> DETAILS = Map.ofEntries(
            Map.entry("vulnerability_detail", "Vulnerability"),
            Map.entry("malicious_file_detail", "MaliciousFile"),
            Map.entry("backdoor_detail", "Backdoor"),
            Map.entry("sensitive_file_detail", "SensitiveFile"),
            Map.entry("sensitive_env_detail", "SensitiveEnv"),
            Map.entry("sensitive_docker_history_detail", "SensitiveHistory"),
            Map.entry("history_detail", "AbnormalHistory"),
            Map.entry("weakpass_detail", "Weakpass"),
            Map.entry("asset_detail", "Asset"),
            Map.entry("webshell_detail", "Webshell"),
            Map.entry("escape_detail", "Escape"),
            Map.entry("iac_detail", "IaC"));

    private final List<String> names;
    private final List<String> numbers;

    Vocabulary(List<String> names, List<String> numbers) {
        this.names = names;
        this.numbers = numbers;
    }

    /**
     * The name that {@code value} is, or stands for.
     *
     * @param python whether numbers are those of Python plugins; those of Go ones mean nothing elsewhere
     */
    String name(JsonNode value, boolean python) {
        if (value.isString()) {
            return names.stream()
                    .filter(name -> name.equalsIgnoreCase(value.stringValue()))
                    .findFirst()
                    .orElse(UNKNOWN);
        }
        boolean known = python && value.isInt() && value.intValue() >= 0 && value.intValue() < numbers.size();
        return known ? numbers.get(value.intValue()) : UNKNOWN;
    }

    /** The kind of alert that a member of a detail is of; {@link #UNKNOWN} if it is none. */
    static String alertOf(String member) {
        return DETAILS.getOrDefault(member, UNKNOWN);
    }

    /** The level that {@code value} is. */
    static Level level(JsonNode value, boolean python) {
        if (value.isString()) {
            for (Level level : Level.values()) {
                if (level.name().equalsIgnoreCase(value.stringValue())) {
                    return level;
                }
            }
        }
        List<Level> numbered = List.of(Level.LOW, Level.MEDIUM, Level.HIGH, Level.CRITICAL);
        boolean known = python && value.isInt() && value.intValue() >= 0 && value.intValue() < numbered.size();
        return known ? numbered.get(value.intValue()) : Level.UNKNOWN;
    }
}
