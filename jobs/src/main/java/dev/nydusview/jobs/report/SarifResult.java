package dev.nydusview.jobs.report;

import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.report.FindingRule;
import dev.nydusview.plugin.suppress.ReviewedFinding;
import dev.nydusview.plugin.suppress.Suppression;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A finding as a result in SARIF. */
final class SarifResult {
    private SarifResult() {}

    /**
     * @param invocation index of the invocation over the image
     * @param image its name
     */
    static ObjectNode of(ReviewedFinding reviewed, int invocation, String image) {
        Finding finding = reviewed.finding();
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("ruleId", FindingRule.of(finding).id());
        result.put("level", SarifLevel.of(finding.level()));
        result.putObject("message").put("text", message(finding, image));
        result.putArray("locations").add(SarifLocation.of(finding));
        fingerprints(result.putObject("partialFingerprints"), reviewed.fingerprint());
        Suppression suppression = reviewed.suppression();
        if (suppression != null) {
            suppressed(result.putArray("suppressions").addObject(), suppression);
        }
        result.putObject("provenance").put("invocationIndex", invocation);
        result.putObject("properties")
                .put("image", image)
                .put("level", finding.level().label())
                .put("event", finding.eventType().label());
        return result;
    }

    private static String message(Finding finding, String image) {
        int digest = image.indexOf('@');
        return String.join("; ", FindingText.lines(finding)) + ", in "
                + (digest < 0 ? image : image.substring(0, digest));
    }

    /** GitHub compares only the member that it would otherwise make of the lines of a source file. */
    private static void fingerprints(ObjectNode members, String fingerprint) {
        members.put(ReviewedFinding.FINGERPRINT, fingerprint).put("primaryLocationLineHash", fingerprint);
    }

    private static void suppressed(ObjectNode member, Suppression suppression) {
        member.put("kind", "external").put("status", "accepted").put("justification", suppression.justification());
        member.putObject("properties")
                .put("source", suppression.source().label())
                .put("place", suppression.place());
    }
}
