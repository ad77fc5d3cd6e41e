package dev.nydusview.cli.log;

import dev.nydusview.base.SafeStream;
import dev.nydusview.base.json.Documents;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message on standard error, for programs that collect logs.
 *
 * @param time in UTC, printed with milliseconds
 * @param level error, warn, info, debug or trace
 * @param message in a line
 * @param fields further members; numbers and texts
 */
public record LogEvent(Instant time, String level, String message, Map<String, Object> fields) {
    /** Makes an event of this moment. */
    public static LogEvent now(String level, String message, Map<String, Object> fields) {
        return new LogEvent(Instant.now(), level, message, fields);
    }

    /** Makes an event of this moment, with the stack trace of a failure as one text if there is a failure. */
    public static LogEvent failure(String message, @Nullable Throwable failure) {
        return now("error", message, failure == null ? Map.of() : Map.of("stack", stackOf(failure)));
    }

    static String stackOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Returns the event as JSON in a line, with a line feed; characters that a terminal would act on are escaped. */
    public byte[] line() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
        members.put("level", level);
        members.put("message", message);
        fields.forEach(members::putIfAbsent);
        return Documents.line(SafeStream.json(Documents.message(members)));
    }
}
