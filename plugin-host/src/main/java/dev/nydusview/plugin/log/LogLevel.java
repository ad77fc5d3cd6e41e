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

    /** Returns the number of the level in requests. */
    int number() {
        return number;
    }

    /** Returns the name in lower case, such as {@code warn}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the level for a number from a plugin. A level above ERROR becomes ERROR: the plugin has ended only
     * itself.
     */
    static LogLevel ofPlugin(long number) {
        for (LogLevel level : values()) {
            if (level.number >= ERROR.number && level.number >= number) {
                return level;
            }
        }
        return TRACE;
    }
}
