package dev.nydusview.jobs.report;

import dev.nydusview.plugin.report.Detail;
import dev.nydusview.plugin.report.Finding;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Place of a finding: a file, or the configuration of the image for findings without a path. */
final class SarifLocation {
    /** Base of the paths of files, the root directory of the image. */
    static final String BASE = "IMAGE";

    private static final String CONFIGURATION = "config";

    private SarifLocation() {}

    /** @param finding with one detail at most */
    static ObjectNode of(Finding finding) {
        ObjectNode location = JsonNodeFactory.instance.objectNode();
        ObjectNode physical = location.putObject("physicalLocation");
        ObjectNode artifact = physical.putObject("artifactLocation");
        Detail detail = finding.detail();
        if (detail.path().isEmpty()) {
            artifact.put("uri", CONFIGURATION);
            configured(location.putArray("logicalLocations").addObject(), finding);
        } else {
            artifact.put("uri", SarifUri.of(detail.path())).put("uriBaseId", BASE);
        }
        physical.putObject("region").put("startLine", detail.line().orElse(1));
        return location;
    }

    private static void configured(ObjectNode logical, Finding finding) {
        Detail detail = finding.detail();
        switch (finding.alertType()) {
            case SENSITIVE_ENV -> name(logical, "config.Env.", detail.text("key"), "variable");
            case SENSITIVE_HISTORY, ABNORMAL_HISTORY -> name(logical, "history.", detail.text("instruction"), "member");
            default -> name(logical, "", CONFIGURATION, "object");
        }
    }

    private static void name(ObjectNode logical, String prefix, String name, String kind) {
        String full = name.isEmpty() ? prefix.substring(0, prefix.length() - 1) : prefix + name;
        logical.put("name", name.isEmpty() ? full : name);
        logical.put("fullyQualifiedName", full);
        logical.put("kind", kind);
    }
}
