package dev.nydusview.plugin.report;

import dev.nydusview.base.SafeText;
import dev.nydusview.plugin.service.PluginTime;
import dev.nydusview.plugin.service.RunContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads events of any schema: of veinmind-common-go from 1.4 ({@code alert_detail}) and before ({@code alert_details},
 * {@code general_details}), and of veinmind_common for Python (numbers instead of names, and what jsonpickle adds).
 */
final class EventReader {
    private static final int MAX_TEXT = 1024;
    private static final int MAX_ALERT = 64;

    private final RunContext run;
    private final InstantSource clock;

    EventReader(RunContext run, InstantSource clock) {
        this.run = run;
        this.clock = clock;
    }

    /** Returns one finding for each kind of detail in the event, in most cases one. */
    List<Finding> read(JsonNode sent) {
        JsonNode event = JsonPickleCleaner.unpickled(sent);
        Instant time = PluginTime.parse(event.path("time"), clock);
        ScannedObject object = object(event);
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<AlertType, List<ObjectNode>> kind :
                Details.of(event, object.type()).entrySet()) {
            findings.add(new Finding(
                    run,
                    time,
                    text(event.path("source")),
                    Level.of(event.path("level")),
                    EventType.of(event.path("event_type")),
                    kind.getKey(),
                    alert(kind.getKey(), event.path("alert_type")),
                    object,
                    kind.getValue(),
                    event));
        }
        return findings;
    }

    /**
     * Reads the scanned object; schemas without an object, and Go's for images, have its identifier in place of the
     * event's.
     */
    private static ScannedObject object(JsonNode event) {
        JsonNode object = event.path("object");
        String id = text(object.path("id"));
        DetectType type = DetectType.of(event.path("detect_type"));
        return new ScannedObject(
                id.isEmpty() ? text(event.path("id")) : id,
                type == DetectType.UNKNOWN ? DetectType.of(object.path("type")) : type,
                text(object.path("runtime_type")));
    }

    private static String alert(AlertType type, JsonNode sent) {
        String own = SafeText.fit(sent.stringValue(""), MAX_ALERT);
        return type == AlertType.UNKNOWN && !own.isBlank() ? own : type.label();
    }

    private static String text(JsonNode value) {
        return SafeText.fit(value.stringValue(""), MAX_TEXT);
    }
}
