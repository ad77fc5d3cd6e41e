package dev.nydusview.plugin.log;

/** Takes the log entries of plugins, from several threads. */
@FunctionalInterface
public interface LogListener {
    void logged(LogEntry entry);
}
