package dev.nydusview.authz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.authz.docker.Action;
import dev.nydusview.authz.policy.Effect;
import dev.nydusview.authz.scan.Level;
import dev.nydusview.authz.scan.Relation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditLogTest {
    private static AuditRecord decision(Cause cause, String digest, String rule) {
        return new AuditRecord(
                Instant.parse("2026-01-02T03:04:05Z"),
                Action.PULL,
                "CN=operator",
                "x/a:1",
                digest,
                digest == null ? null : new ScannedManifest("sha256:2", Relation.PLATFORM),
                rule,
                Effect.DENY,
                cause,
                Map.of(Level.LOW, 2, Level.CRITICAL, 1),
                true,
                Duration.ofMillis(7),
                "one\ntwo");
    }

    @Test
    void aDecisionIsALine() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AuditLog log = new AuditLog(out);
        log.decided(decision(Cause.FINDINGS, "sha256:1", "production"));
        log.decided(decision(Cause.NO_RULE, null, null));
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "{\"time\":\"2026-01-02T03:04:05Z\",\"answer\":\"deny\",\"cause\":\"findings\",\"action\":\"pull\","
                                + "\"user\":\"CN=operator\",\"image\":\"x/a:1\",\"digest\":\"sha256:1\","
                                + "\"read\":{\"digest\":\"sha256:2\",\"relation\":\"platform\"},"
                                + "\"rule\":\"production\",\"findings\":{\"critical\":1,\"low\":2},\"kept\":true,"
                                + "\"milliseconds\":7,\"message\":\"one\\ntwo\"}",
                        "{\"time\":\"2026-01-02T03:04:05Z\",\"answer\":\"deny\",\"cause\":\"no-rule\",\"action\":\"pull\","
                                + "\"user\":\"CN=operator\",\"image\":\"x/a:1\",\"findings\":{\"critical\":1,\"low\":2},"
                                + "\"kept\":true,\"milliseconds\":7,\"message\":\"one\\ntwo\"}");
    }

    @Test
    void aFullDiskStopsNothing() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left on device");
            }
        };
        new AuditLog(full).decided(decision(Cause.CLEAN, null, null));
    }
}
