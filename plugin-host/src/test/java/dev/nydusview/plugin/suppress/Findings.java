package dev.nydusview.plugin.suppress;

import dev.nydusview.base.json.Documents;
import dev.nydusview.plugin.report.AlertType;
import dev.nydusview.plugin.report.DetectType;
import dev.nydusview.plugin.report.EventType;
import dev.nydusview.plugin.report.Finding;
import dev.nydusview.plugin.report.Level;
import dev.nydusview.plugin.report.ScannedObject;
import dev.nydusview.plugin.service.RunContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Findings with details as JSON, in which apostrophes stand for quotation marks, and files. */
final class Findings {
    static final String DIGEST = "sha256:" + "a".repeat(64);
    static final String NAME = "registry.example:5000/team/app:1.0@" + DIGEST;
    static final ImageIdentity APP = new ImageIdentity(NAME, Set.of(DIGEST));

    static final String KEY = "{'path': '/root/.ssh/id_rsa', 'rule_id': 'private-key', 'context_content': '-----'}";

    private Findings() {}

    static Finding of(AlertType type, String... details) throws IOException {
        List<ObjectNode> read = new ArrayList<>();
        for (String detail : details) {
            read.add((ObjectNode) Documents.read(bytes(detail), JsonNode.class));
        }
        return new Finding(
                new RunContext("secrets", "scan", NAME),
                Instant.EPOCH,
                "",
                Level.HIGH,
                EventType.RISK,
                type,
                type.label(),
                new ScannedObject("", DetectType.IMAGE, ""),
                read,
                NullNode.getInstance());
    }

    static Finding key() throws IOException {
        return of(AlertType.SENSITIVE_FILE, KEY);
    }

    static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    static Path file(Path directory, String json) throws IOException {
        return Files.write(Files.createTempFile(directory, "file", ".json"), bytes(json));
    }
}
