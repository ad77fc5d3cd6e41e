package dev.nydusview.cli.options;

import dev.nydusview.cli.log.JsonLogProvider;
import java.util.Locale;

/** Levels of the log on standard error. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    /** Returns the level of the same name in the protocol of plugins. */
    dev.nydusview.plugin.log.LogLevel ofPlugins() {
        return dev.nydusview.plugin.log.LogLevel.valueOf(name());
    }

    /** Sets up the loggers of {@code format}, which read their settings once, when the first logger is made. */
    public void apply(LogFormat format) {
        if (format == LogFormat.JSON) {
            System.setProperty("slf4j.provider", JsonLogProvider.class.getName());
            System.setProperty("slf4j.internal.verbosity", "WARN"); // or it says on standard error that it was told so
            System.setProperty(JsonLogProvider.LEVEL, name());
            return;
        }
        String prefix = "org.slf4j.simpleLogger.";
        System.setProperty(prefix + "defaultLogLevel", name().toLowerCase(Locale.ROOT));
        System.setProperty(prefix + "showThreadName", Boolean.toString(compareTo(DEBUG) >= 0));
        boolean forDevelopers = compareTo(INFO) >= 0;
        System.setProperty(prefix + "showLogName", "false");
        System.setProperty(prefix + "showShortLogName", Boolean.toString(forDevelopers));
        if (!forDevelopers) {
            System.setProperty(prefix + "warnLevelString", "nydusview:"); // as messages of commands begin
        }
        System.setProperty(prefix + "showDateTime", Boolean.toString(compareTo(DEBUG) >= 0));
        if (compareTo(DEBUG) >= 0) { // a format is made wherever one is set, which takes long
            System.setProperty(prefix + "dateTimeFormat", "HH:mm:ss.SSS");
        }
    }
}
