package dev.nydusview.plugin.report;

import dev.nydusview.plugin.service.ServiceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads events of the three schemas that are about under one name: with {@code alert_detail} (Go from 1.4), with a list
 * {@code alert_details} and names (Go before), or with such a list and numbers (Python).
 */
final class EventReader {
    private final ServiceContext context;

    EventReader(ServiceContext context) {
        this.context = context;
    }

    Finding read(JsonNode event) {
        JsonNode plain = Pickled.plain(event);
        JsonNode single = plain.path("alert_detail");
        JsonNode several = plain.path("alert_details");
        boolean python = single.isMissingNode() && !several.isMissingNode();
        Level level = Vocabulary.level(plain.path("level"), python);
        String kind = Vocabulary.EVENT.name(plain.path("event_type"), python);
        String detect = Vocabulary.DETECT.name(plain.path("detect_type"), python);
        String alert = Vocabulary.ALERT.name(plain.path("alert_type"), python);
        List<JsonNode> details = new ArrayList<>();
        if (python) {
            alert = unwrap(several, alert, details);
            addAll(plain.path("general_details"), details);
        } else if (single.isObject()) {
            details.add(single);
        }
        boolean clear = level != Level.UNKNOWN
                && !List.of(kind, detect, alert).contains(Vocabulary.UNKNOWN)
                && !(details.isEmpty() && !several.isEmpty());
        return new Finding(
                context.plugin(),
                context.command(),
                context.image(),
                text(plain.path("time")),
                text(plain.path("source")),
                level,
                kind,
                detect,
                alert,
                details,
                clear ? null : plain);
    }

    /** Adds what is in {@code list} to {@code details}; returns a more exact kind if their members name one. */
    private static String unwrap(JsonNode list, String alert, List<JsonNode> details) {
        String exact = alert;
        for (JsonNode wrapper : list) {
            boolean found = false;
            for (Map.Entry<String, JsonNode> member : wrapper.properties()) {
                if (member.getKey().endsWith("_detail") && member.getValue().isObject()) {
                    String named = Vocabulary.alertOf(member.getKey());
                    exact = named.equals(Vocabulary.UNKNOWN) ? exact : named;
                    details.add(member.getValue());
                    found = true;
                }
            }
            if (!found && wrapper.isObject() && !wrapper.isEmpty()) {
                details.add(wrapper);
            }
        }
        return exact;
    }

    private static void addAll(JsonNode list, List<JsonNode> details) {
        list.forEach(element -> {
            if (element.isObject()) {
                details.add(element);
            }
        });
    }

    private static @Nullable String text(JsonNode value) {
        return value.isString() && !value.stringValue().isEmpty() ? value.stringValue() : null;
    }
}
