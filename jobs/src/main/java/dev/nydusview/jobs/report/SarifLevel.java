package dev.nydusview.jobs.report;

import dev.nydusview.plugin.report.Level;

/** Levels of findings in SARIF, and the scores by which code scanning sorts them. */
final class SarifLevel {
    private SarifLevel() {}

    static String of(Level level) {
        return switch (level) {
            case CRITICAL, HIGH, UNKNOWN -> "error";
            case MEDIUM -> "warning";
            case LOW -> "note";
            case NONE -> "none";
        };
    }

    /** Returns a score within the range that GitHub gives the name of the level: critical is more than 9, and so on. */
    static String severity(Level level) {
        return switch (level) {
            case CRITICAL, UNKNOWN -> "9.5";
            case HIGH -> "8.0";
            case MEDIUM -> "5.5";
            case LOW -> "2.0";
            case NONE -> "0.0";
        };
    }
}
