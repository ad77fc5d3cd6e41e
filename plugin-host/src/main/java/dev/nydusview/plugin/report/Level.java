package dev.nydusview.plugin.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How grave a finding is, the gravest last. */
public enum Level {
    NONE,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL,
    /** The plugin says something that has no meaning here; to be safe it counts as the gravest. */
    UNKNOWN;

    /** Such as {@code high}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isAtLeast(Level other) {
        return compareTo(other) >= 0;
    }
}
