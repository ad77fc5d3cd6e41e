package dev.nydusview.plugin.log;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** How grave a log entry is, in the order of the protocol's numbers. */
public enum LogLevel {
    PANIC,
    FATAL,
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    /** What {@code level} is, a number or a name; {@link #INFO} if it is neither. */
    static LogLevel of(JsonNode level) {
        if (level.isInt() && level.intValue() >= 0 && level.intValue() < values().length) {
            return values()[level.intValue()];
        }
        String name = level.isString() ? level.stringValue().toUpperCase(Locale.ROOT) : "";
        for (LogLevel known : values()) {
            if (known.name().equals(name) || (known == WARN && name.equals("WARNING"))) {
                return known;
            }
        }
        return INFO;
    }

    /** A plugin that panics does not take its host with it. */
    LogLevel clamped() {
        return compareTo(ERROR) < 0 ? ERROR : this;
    }

    /** Its number in the protocol. */
    int number() {
        return List.of(values()).indexOf(this);
    }

    /** Such as {@code error}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
