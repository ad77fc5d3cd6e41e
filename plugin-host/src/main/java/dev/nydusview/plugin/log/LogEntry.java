package dev.nydusview.plugin.log;

import dev.nydusview.plugin.service.ServiceContext;
import java.util.Map;

/**
 * A log entry of a plugin.
 *
 * @param context who logs
 * @param time as the plugin gives it, RFC 3339; may be empty
 * @param level at most {@link LogLevel#ERROR}
 * @param fields of the plugin's own, in order; what is no text is JSON
 * @param message may have anything in it
 */
public record LogEntry(
        ServiceContext context, String time, LogLevel level, Map<String, String> fields, String message) {}
