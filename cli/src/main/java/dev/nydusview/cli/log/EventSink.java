package dev.nydusview.cli.log;

/** Takes events, from any thread. */
public interface EventSink {
    void put(LogEvent event);
}
