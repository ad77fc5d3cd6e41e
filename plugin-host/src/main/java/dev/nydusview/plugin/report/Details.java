package dev.nydusview.plugin.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The details of an event, by alert type. */
final class Details {
    private final AlertType said;
    private final Map<AlertType, List<ObjectNode>> kinds = new LinkedHashMap<>();

    private Details(AlertType said) {
        this.said = said;
    }

    /** Never empty; a kind has no details if the event has none. */
    static Map<AlertType, List<ObjectNode>> of(JsonNode event, DetectType detected) {
        AlertType said = AlertType.of(event.path("alert_type"));
        Details details = new Details(said == AlertType.BASIC ? basic(detected) : said);
        details.add(details.said, event.path("alert_detail"));
        elements(event.path("alert_details")).forEach(details::addWrapped);
        elements(event.path("general_details")).forEach(detail -> details.add(details.said, detail));
        if (details.kinds.isEmpty()) {
            details.kinds.put(details.said, List.of());
        }
        return details.kinds;
    }

    private static AlertType basic(DetectType detected) {
        return switch (detected) {
            case IMAGE -> AlertType.BASIC_IMAGE;
            case CONTAINER -> AlertType.BASIC_CONTAINER;
            case CLUSTER -> AlertType.BASIC_CLUSTER;
            default -> AlertType.BASIC;
        };
    }

    private static JsonNode elements(JsonNode value) {
        return value.isArray() ? value : JsonNodeFactory.instance.arrayNode();
    }

    /** A detail in a member named for its kind; the other members are null or not there. */
    private void addWrapped(JsonNode wrapper) {
        List<Map.Entry<String, JsonNode>> members = wrapper.properties().stream()
                .filter(member -> !member.getValue().isNull())
                .toList();
        boolean wrapped = members.stream().anyMatch(member -> member.getKey().endsWith("_detail"));
        if (!wrapped) {
            add(said, wrapper);
            return;
        }
        for (Map.Entry<String, JsonNode> member : members) {
            add(AlertType.ofDetail(member.getKey()).orElse(said), member.getValue());
        }
    }

    /** Adds a detail that is a JSON object; other values stay in the raw event only. */
    private void add(AlertType kind, JsonNode detail) {
        if (detail.isObject() && !detail.isEmpty()) {
            kinds.computeIfAbsent(kind, any -> new ArrayList<>()).add((ObjectNode) SnakeCase.of(detail));
        }
    }
}
