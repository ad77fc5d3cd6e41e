package dev.nydusview.plugin.report;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Severity of a finding, least severe first. The order is not that of the numbers in events. */
public enum Level implements Label {
    NONE("None"),
    LOW("Low"),
    MEDIUM("Medium"),
    HIGH("High"),
    CRITICAL("Critical"),
    /** The level is missing or unknown, and counts as the worst. */
    UNKNOWN("Unknown");

    /** Numbers of all schemas: 0 is low, and none comes last. */
    private static final Codes<Level> CODES =
            new Codes<>(Level.values(), UNKNOWN).from(0, LOW, MEDIUM, HIGH, CRITICAL, NONE);

    private final String label;

    Level(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }

    /** Returns the level with a label, in any case; empty if it is not a level's. */
    public static Optional<Level> named(String label) {
        return CODES.named(label);
    }

    static Level of(JsonNode value) {
        return CODES.of(value);
    }
}
