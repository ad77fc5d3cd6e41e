package dev.nydusview.plugin.report;

import tools.jackson.databind.JsonNode;

/** Meaning of a finding. */
public enum EventType implements Label {
    /** A weakness that could be abused. */
    RISK("Risk"),
    /** An intrusion that has happened. */
    INVASION("Invasion"),
    /** Information without a fault. */
    INFO("Info"),
    /** The type is missing or unknown. */
    UNKNOWN("Unknown");

    /**
     * Numbers of the types: from 0 in Python and in Go before 1.4; from 5 in later Go, where they continue those of the
     * levels.
     */
    private static final Codes<EventType> CODES =
            new Codes<>(values(), UNKNOWN).from(0, RISK, INVASION, INFO).from(5, RISK, INVASION, INFO);

    private final String label;

    EventType(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }

    static EventType of(JsonNode value) {
        return CODES.of(value);
    }
}
