package dev.nydusview.plugin.report;

import tools.jackson.databind.JsonNode;

/** Type of the object that a plugin has scanned. */
public enum DetectType implements Label {
    IMAGE("Image"),
    CONTAINER("Container"),
    /** A description of infrastructure, such as a Dockerfile. */
    IAC("IaC"),
    CLUSTER("Cluster"),
    /** The type is missing or unknown. */
    UNKNOWN("Unknown");

    /**
     * Numbers of the types: from 0 in Python and in Go before 1.4; from 8 in later Go, where they continue those of the
     * event types.
     */
    private static final Codes<DetectType> CODES = new Codes<>(values(), UNKNOWN)
            .from(0, IMAGE, CONTAINER, IAC, CLUSTER)
            .from(8, IMAGE, CONTAINER, IAC, CLUSTER);

    private final String label;

    DetectType(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }

    static DetectType of(JsonNode value) {
        return CODES.of(value);
    }
}
