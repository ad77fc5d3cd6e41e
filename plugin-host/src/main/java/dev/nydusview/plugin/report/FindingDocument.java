package dev.nydusview.plugin.report;

import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A finding as JSON, always with all members. */
final class FindingDocument {
    private FindingDocument() {}

    static ObjectNode of(Finding finding) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("plugin", finding.run().plugin());
        document.put("command", finding.run().command());
        document.put("image", finding.run().image());
        document.put("time", finding.time().truncatedTo(ChronoUnit.MILLIS).toString());
        document.put("source", finding.source());
        document.put("level", finding.level().label());
        document.put("event_type", finding.eventType().label());
        document.put("alert_type", finding.alert());
        ObjectNode object = document.putObject("object");
        object.put("id", finding.object().id());
        object.put("type", finding.object().type().label());
        object.put("runtime", finding.object().runtime());
        document.putArray("details").addAll(finding.details());
        document.set("raw", finding.raw());
        return document;
    }
}
