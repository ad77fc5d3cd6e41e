package dev.nydusview.plugin.log;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One entry of a plugin's log. Text is as the plugin has sent it, control characters included.
 *
 * @param time as the plugin says; when it came if the plugin says none
 * @param level not more severe than {@link LogLevel#ERROR}
 * @param message of 16384 characters at most; what is longer is cut and ends in an ellipsis
 * @param fields of 4096 characters at most each, cut likewise, JSON if they are no strings; {@code plugin}, {@code
 * command} and {@code image} are the host's
 */
public record LogEntry(Instant time, LogLevel level, String message, Map<String, String> fields) {
    public LogEntry {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
