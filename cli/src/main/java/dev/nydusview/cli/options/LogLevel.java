package dev.nydusview.cli.options;

import java.util.Locale;

/** Levels of the log on standard error. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    /** Sets up slf4j-simple, which reads its settings once, when the first logger is made. */
    public void apply() {
        String prefix = "org.slf4j.simpleLogger.";
        System.setProperty(prefix + "defaultLogLevel", name().toLowerCase(Locale.ROOT));
        System.setProperty(prefix + "showThreadName", Boolean.toString(compareTo(DEBUG) >= 0));
        System.setProperty(prefix + "showShortLogName", "true");
        System.setProperty(prefix + "showDateTime", Boolean.toString(compareTo(DEBUG) >= 0));
        if (compareTo(DEBUG) >= 0) { // a format is made wherever one is set, which takes long
            System.setProperty(prefix + "dateTimeFormat", "HH:mm:ss.SSS");
        }
    }
}
