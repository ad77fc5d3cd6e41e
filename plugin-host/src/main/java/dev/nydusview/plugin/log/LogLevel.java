package dev.nydusview.plugin.log;

import java.util.Locale;

/** Levels of libveinmind, in their order on the wire, where the most severe is 0. */
public enum LogLevel {
    /** The program gives up with a trace of its calls. */
    PANIC(0),
    /** The program gives up. */
    FATAL(1),
    ERROR(2),
    WARN(3),
    INFO(4),
    DEBUG(5),
    TRACE(6);

    private final int number;

    LogLevel(int number) {
        this.number = number;
    }

    /** On the wire. */
    int number() {
        return number;
    }

    /** Such as {@code warn}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** That of a number from a plugin, which gives up itself only, so that what is more severe than an error is one. */
    static LogLevel ofPlugin(long number) {
        for (LogLevel level : values()) {
            if (level.number >= ERROR.number && level.number >= number) {
                return level;
            }
        }
        return TRACE;
    }
}
