package dev.nydusview.cli.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/** A logger whose records keep the keys and values of their call sites as members. */
final class JsonLogger extends LegacyAbstractLogger implements LoggingEventAware {
    private static final long serialVersionUID = 1L;

    private final Level least;

    JsonLogger(String name, Level least) {
        this.name = name;
        this.least = least;
    }

    @Override
    public boolean isTraceEnabled() {
        return isEnabled(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return isEnabled(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return isEnabled(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return isEnabled(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return isEnabled(Level.ERROR);
    }

    private boolean isEnabled(Level level) {
        return level.toInt() >= least.toInt();
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        put(level, pattern, arguments, List.of(), failure);
    }

    @Override
    public void log(LoggingEvent event) {
        put(
                event.getLevel(),
                event.getMessage(),
                event.getArgumentArray(),
                event.getKeyValuePairs() == null ? List.of() : event.getKeyValuePairs(),
                event.getThrowable());
    }

    private void put(
            Level level,
            @Nullable String pattern,
            Object @Nullable [] arguments,
            List<KeyValuePair> pairs,
            @Nullable Throwable failure) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("logger", name.substring(name.lastIndexOf('.') + 1));
        fields.put("thread", Thread.currentThread().getName());
        for (KeyValuePair pair : pairs) {
            fields.put(pair.key, pair.value instanceof Number ? pair.value : String.valueOf(pair.value));
        }
        if (failure != null) {
            fields.put("stack", LogEvent.stackOf(failure));
        }
        String message = arguments == null
                ? String.valueOf(pattern)
                : MessageFormatter.arrayFormat(pattern, arguments).getMessage();
        put(LogEvent.now(level.name().toLowerCase(Locale.ROOT), message, fields));
    }

    private static void put(LogEvent event) {
        if (System.err instanceof EventSink sink) {
            sink.put(event);
        } else {
            byte[] line = event.line();
            System.err.write(line, 0, line.length);
        }
    }
}
