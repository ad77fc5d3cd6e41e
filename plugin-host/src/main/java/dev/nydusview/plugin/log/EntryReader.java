package dev.nydusview.plugin.log;

import dev.nydusview.base.SafeText;
import dev.nydusview.plugin.service.PluginTime;
import dev.nydusview.plugin.service.RunContext;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads {@code {time, level, fields, msg}}. Clients in Python write the keys like that, those in Go with a capital, as
 * their struct tags are malformed.
 */
final class EntryReader {
    private static final int MAX_MESSAGE = 16_384;
    private static final int MAX_FIELDS = 64;
    private static final int MAX_FIELD_NAME = 256;
    private static final int MAX_FIELD = 4096;

    private final RunContext run;
    private final InstantSource clock;

    EntryReader(RunContext run, InstantSource clock) {
        this.run = run;
        this.clock = clock;
    }

    LogEntry read(JsonNode sent) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        sent.properties().forEach(member -> members.put(member.getKey().toLowerCase(Locale.ROOT), member.getValue()));
        JsonNode level = members.getOrDefault("level", MissingNode.getInstance());
        return new LogEntry(
                PluginTime.parse(members.getOrDefault("time", MissingNode.getInstance()), clock),
                LogLevel.ofPlugin(level.isIntegralNumber() && level.canConvertToLong() ? level.longValue() : 0),
                text(members.getOrDefault("msg", MissingNode.getInstance()), MAX_MESSAGE),
                fields(members.getOrDefault("fields", MissingNode.getInstance())));
    }

    /** Makes an entry of the host about the plugin's log. */
    LogEntry note(String message) {
        return new LogEntry(clock.instant(), LogLevel.WARN, message, fields(MissingNode.getInstance()));
    }

    private Map<String, String> fields(JsonNode sent) {
        Map<String, String> fields = new LinkedHashMap<>();
        sent.properties().stream()
                .limit(MAX_FIELDS)
                .forEach(field ->
                        fields.put(SafeText.fit(field.getKey(), MAX_FIELD_NAME), text(field.getValue(), MAX_FIELD)));
        fields.put("plugin", run.plugin());
        fields.put("command", run.command());
        fields.put("image", run.image());
        return fields;
    }

    private static String text(JsonNode value, int max) {
        if (value.isMissingNode()) {
            return "";
        }
        return SafeText.fit(value.isString() ? value.stringValue() : value.toString(), max);
    }
}
