package dev.nydusview.jobs.security;

import dev.nydusview.jobs.report.ScannedImage;
import dev.nydusview.plugin.report.Level;
import dev.nydusview.scan.Verdict;
import dev.nydusview.scan.receipt.Receipt;
import dev.nydusview.scan.receipt.Receipt.ImageEntry;
import dev.nydusview.scan.receipt.ScannerEntry;
import dev.nydusview.securitylog.EventSeverity;
import dev.nydusview.securitylog.SecurityEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Events of scans: {@code finding} and {@code verdict}. */
final class ScanEvents {
    private ScanEvents() {}

    /** A verdict for each scanner; one for the image if it was not scanned. */
    static List<SecurityEvent> verdicts(Receipt receipt) {
        if (receipt.scanners().isEmpty()) {
            Map<String, Object> fields = image(receipt.image());
            fields.put("verdict", "not scanned");
            fields.put("problems", receipt.notSeen());
            return List.of(SecurityEvent.now(EventSeverity.ERROR, "verdict", fields));
        }
        return receipt.scanners().stream()
                .map(scanner -> verdict(receipt.image(), scanner))
                .toList();
    }

    private static SecurityEvent verdict(ImageEntry image, ScannerEntry scanner) {
        Map<String, Object> fields = image(image);
        fields.put("scanner", scanner.name());
        fields.put("verdict", scanner.verdict());
        fields.put("exitCode", scanner.exitCode());
        fields.put("seconds", scanner.seconds());
        if (scanner.version() != null) {
            fields.put("version", scanner.version());
        }
        if (!scanner.problems().isEmpty()) {
            fields.put("problems", scanner.problems());
        }
        return SecurityEvent.now(severity(scanner), "verdict", fields);
    }

    /** An exit code of a scanner that has done its work tells of findings. */
    private static EventSeverity severity(ScannerEntry scanner) {
        if (scanner.verdict().equals(Verdict.COMPLETE.label())) {
            return scanner.exitCode() == 0 ? EventSeverity.INFO : EventSeverity.WARNING;
        }
        return scanner.verdict().equals(Verdict.IGNORED.label()) ? EventSeverity.WARNING : EventSeverity.ERROR;
    }

    /** The findings, those that are suppressed among them. */
    static List<SecurityEvent> findings(ScannedImage image) {
        List<SecurityEvent> events = new ArrayList<>();
        for (ObjectNode finding : image.documents()) {
            Map<String, Object> fields = image(image.receipt().image());
            finding.properties().stream()
                    .filter(member ->
                            !member.getKey().equals("raw") && !member.getKey().equals("image"))
                    .forEach(member -> fields.putIfAbsent(
                            member.getKey().equals("time") ? "reported" : member.getKey(), member.getValue()));
            events.add(SecurityEvent.now(severity(finding), "finding", fields));
        }
        return events;
    }

    private static EventSeverity severity(ObjectNode finding) {
        if (finding.has("suppression")) {
            return EventSeverity.INFO;
        }
        return switch (Level.named(finding.path("level").asString()).orElse(Level.UNKNOWN)) {
            case NONE -> EventSeverity.INFO;
            case LOW -> EventSeverity.NOTICE;
            case MEDIUM -> EventSeverity.WARNING;
            case HIGH -> EventSeverity.ERROR;
            case CRITICAL, UNKNOWN -> EventSeverity.CRITICAL;
        };
    }

    private static Map<String, Object> image(ImageEntry image) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("image", image.name());
        if (image.digest() != null) {
            fields.put("digest", image.digest());
        }
        if (image.standsInFor() != null) {
            fields.put("standsInFor", image.standsInFor());
        }
        return fields;
    }
}
