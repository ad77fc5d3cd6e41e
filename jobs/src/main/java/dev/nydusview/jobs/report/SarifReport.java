package dev.nydusview.jobs.report;

import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.json.DocumentStream;
import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.scan.PluginResult;
import dev.nydusview.scan.receipt.ScannerEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Findings as SARIF 2.1.0: a run for each plugin and image, a rule for each kind of alert. */
final class SarifReport implements FindingsWriter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String BASE = "IMAGE";

    private final DocumentStream stream;

    private SarifReport(DocumentStream stream) {
        this.stream = stream;
    }

    static SarifReport begin(OutputStream out) throws IOException {
        DocumentStream stream = DocumentStream.begin(out);
        stream.member("version", "2.1.0");
        stream.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        stream.array("runs");
        return new SarifReport(stream);
    }

    @Override
    public void image(ScannedImage image) throws IOException {
        if (image.problem() != null) {
            stream.element(notScanned(image.name(), image.problem()));
        }
        for (PluginResult result : image.results()) {
            ObjectNode run = NODES.objectNode();
            run(run, result, image);
            stream.element(run);
        }
    }

    @Override
    public void end() throws IOException {
        stream.end();
    }

    private static ObjectNode notScanned(String image, String problem) {
        ObjectNode run = NODES.objectNode();
        run.putObject("tool").putObject("driver").put("name", "nydusview").putArray("rules");
        invocation(run, false, List.of(problem));
        run.putObject("properties").put("image", image);
        run.putArray("results");
        return run;
    }

    private static void invocation(ObjectNode run, boolean successful, List<String> problems) {
        ObjectNode invocation = run.putArray("invocations").addObject();
        invocation.put("executionSuccessful", successful);
        ArrayNode notifications = invocation.putArray("toolExecutionNotifications");
        for (String problem : problems) {
            ObjectNode notification = notifications.addObject();
            notification.put("level", "error");
            notification.putObject("message").put("text", problem);
        }
    }

    private static void run(ObjectNode run, PluginResult result, ScannedImage image) {
        ScannerEntry entry = result.scanner().entry();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", entry.name());
        if (entry.version() != null) {
            driver.put("version", entry.version());
        }
        ArrayNode rules = driver.putArray("rules");
        TreeSet<String> kinds = new TreeSet<>();
        result.findings().forEach(finding -> kinds.add(finding.alert()));
        kinds.forEach(kind -> rules.addObject().put("id", kind));
        invocation(run, result.scanner().verdict().isComplete(), entry.problems());
        ObjectNode properties = run.putObject("properties").put("image", image.name());
        if (image.receipt().image().digest() != null) {
            properties.put("digest", image.receipt().image().digest());
        }
        ReplacedImage plain = image.standsInFor();
        if (plain != null) {
            properties
                    .putObject("standsInFor")
                    .put("digest", plain.digest())
                    .put("relation", plain.relation().toString());
        }
        ArrayNode results = run.putArray("results");
        result.findings().forEach(finding -> results(results, finding));
    }

    private static void results(ArrayNode results, Finding finding) {
        List<String> lines = FindingText.lines(finding);
        for (int i = 0; i < lines.size(); i++) {
            ObjectNode result = results.addObject();
            result.put("ruleId", finding.alert());
            result.put("level", level(finding));
            result.putObject("message").put("text", lines.get(i));
            String path = finding.details().isEmpty()
                    ? ""
                    : FindingText.path(finding.details().get(i));
            if (!path.isEmpty()) {
                location(result.putArray("locations").addObject(), path);
            }
            ObjectNode properties = result.putObject("properties");
            properties.put("level", finding.level().label());
            properties.put("event", finding.eventType().label());
        }
    }

    private static void location(ObjectNode location, String path) {
        ObjectNode artifact = location.putObject("physicalLocation").putObject("artifactLocation");
        artifact.put("uri", encoded(path.replaceFirst("^/+", "")));
        artifact.put("uriBaseId", BASE);
    }

    private static String encoded(String path) {
        try {
            return new URI(null, null, "/" + path, null).toASCIIString().substring(1);
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static String level(Finding finding) {
        return switch (finding.level()) {
            case CRITICAL, HIGH, UNKNOWN -> "error";
            case MEDIUM -> "warning";
            case LOW -> "note";
            case NONE -> "none";
        };
    }
}
