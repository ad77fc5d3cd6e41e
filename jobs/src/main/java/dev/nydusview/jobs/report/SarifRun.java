package dev.nydusview.jobs.report;

import dev.nydusview.base.ReplacedImage;
import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.report.FindingRule;
import dev.nydusview.plugin.suppress.ReviewedFinding;
import dev.nydusview.scan.receipt.Receipt;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A run in SARIF: what one tool found in all images, with an invocation for each image. */
final class SarifRun {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Tool tool;
    private final Map<String, SarifRule> rules = new TreeMap<>();
    private final ArrayNode invocations = NODES.arrayNode();
    private final ArrayNode results = NODES.arrayNode();

    /** A program that finds things. */
    record Tool(String name, @Nullable String version) {}

    SarifRun(Tool tool) {
        this.tool = tool;
    }

    /** Adds an invocation over {@code image}. */
    void invoked(ScannedImage image, boolean successful, List<String> problems) {
        ObjectNode invocation = invocations.addObject();
        invocation.put("executionSuccessful", successful);
        ArrayNode notifications = invocation.putArray("toolExecutionNotifications");
        for (String problem : problems) {
            ObjectNode notification = notifications.addObject();
            notification.put("level", "error");
            notification.putObject("message").put("text", problem);
        }
        describe(
                invocation.putObject("properties"),
                image.name(),
                image.receipt().image());
    }

    private static void describe(ObjectNode properties, String name, Receipt.ImageEntry image) {
        properties.put("image", name);
        if (image.digest() != null) {
            properties.put("digest", image.digest());
        }
        ReplacedImage plain = image.standsInFor();
        if (plain != null) {
            properties
                    .putObject("standsInFor")
                    .put("digest", plain.digest())
                    .put("relation", plain.relation().toString());
        }
    }

    /** Adds what the last invocation found in {@code image}. */
    void found(String image, List<ReviewedFinding> findings) {
        for (ReviewedFinding reviewed : findings) {
            Finding finding = reviewed.finding();
            FindingRule rule = FindingRule.of(finding);
            rules.computeIfAbsent(rule.id(), id -> new SarifRule(rule, finding)).found(finding.level());
            results.add(SarifResult.of(reviewed, invocations.size() - 1, image));
        }
    }

    ObjectNode document() {
        ObjectNode run = NODES.objectNode();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", tool.name());
        if (tool.version() != null) {
            driver.put("version", tool.version());
        }
        rules.values().forEach(rule -> driver.withArray("rules").add(rule.document()));
        run.putObject("originalUriBaseIds")
                .putObject(SarifLocation.BASE)
                .putObject("description")
                .put("text", "The root directory of the image that a result names in its properties.");
        run.set("invocations", invocations);
        run.set("results", results);
        return run;
    }
}
