package dev.nydusview.plugin.report;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.nydusview.plugin.service.RunContext;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A finding of a plugin: one thing, or several of one kind. Its JSON is described in docs/plugin-events.md.
 *
 * @param run the plugin, its command and the image that the host gave to it
 * @param time as the plugin says; when the event came if the plugin says none
 * @param source what the plugin calls itself; may be empty
 * @param alert the name of the alert type; of {@link AlertType#UNKNOWN} whatever the plugin says, so that plugins may
 * have types of their own
 * @param details with the members of the alert type's detail in veinmind-common-go 1.4, in snake case
 * @param raw the event as it came, without what jsonpickle adds
 */
public record Finding(
        RunContext run,
        Instant time,
        String source,
        Level level,
        EventType eventType,
        AlertType alertType,
        String alert,
        ScannedObject object,
        List<ObjectNode> details,
        JsonNode raw) {
    public Finding {
        details = List.copyOf(details);
    }

    /** Returns a finding for each of its details; this one alone if it has one at most. */
    public List<Finding> each() {
        return details.size() <= 1
                ? List.of(this)
                : details.stream().map(detail -> with(List.of(detail))).toList();
    }

    /** The same with other details. */
    public Finding with(List<ObjectNode> others) {
        return new Finding(run, time, source, level, eventType, alertType, alert, object, others, raw);
    }

    /** The first detail; one without members if there is none. */
    public Detail detail() {
        return new Detail(details.isEmpty() ? JsonNodeFactory.instance.objectNode() : details.get(0));
    }

    @JsonValue
    public ObjectNode document() {
        return FindingDocument.of(this);
    }
}
