package dev.nydusview.plugin.report;

import tools.jackson.databind.JsonNode;

/** What a finding means. */
public enum EventType implements Label {
    /** Something that could be abused. */
    RISK("Risk"),
    /** Something that has been. */
    INVASION("Invasion"),
    /** Nothing bad. */
    INFO("Info"),
    /** The plugin says none that is known. */
    UNKNOWN("Unknown");

    /** From 0 in Python and in Go before 1.4; later the constants of Go go on where those of the levels end. */
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
