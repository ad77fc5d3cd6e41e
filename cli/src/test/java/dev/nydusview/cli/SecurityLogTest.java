package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The security log of scans and of docker's authorization plugin. */
class SecurityLogTest extends PluginRuns {
    private Path log() {
        return directory.resolve("events.json");
    }

    private List<JsonNode> events(String kind) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(log())) {
            JsonNode event = Json.read(line.getBytes(StandardCharsets.UTF_8), JsonNode.class);
            if (event.path("kind").asString().equals(kind)) {
                events.add(event);
            }
        }
        return events;
    }

    private static List<String> texts(List<JsonNode> events, String member) {
        return events.stream().map(event -> event.at(member).asString()).toList();
    }

    @Test
    void findingsVerdictsAndPluginLogsAreRecorded() throws IOException {
        plugin(
                "keys",
                """
                report Critical /root/.ssh/id_rsa; report Low /etc/motd; report High '/etc/\\u001b[2J'
                call github.com/chaitin/libveinmind/logging log '[{"level":3,"msg":"looked","fields":{"a":"b"}}]'
                """);
        String ignore = Files.writeString(
                        directory.resolve("ignore.json"),
                        "{\"schemaVersion\": 1, \"ignore\": [{\"path\": \"/etc/motd\", \"why\": \"a sample\"}]}")
                .toString();

        Cli.Result result = run("--security-log", log().toString(), "--ignore-file", ignore);

        assertThat(result.code()).as(result.err()).isZero();
        List<JsonNode> findings = events("finding");
        assertThat(texts(findings, "/severity")).containsExactly("critical", "error", "info");
        assertThat(texts(findings, "/details/0/path"))
                .containsExactly("/root/.ssh/id_rsa", "/etc/\u001b[2J", "/etc/motd");
        assertThat(findings.get(2).at("/suppression/justification").asString()).isEqualTo("a sample");
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.at("/image").asString()).startsWith(registry.reference("nydus-v6") + "@sha256:");
            assertThat(finding.at("/digest").asString()).startsWith("sha256:");
            assertThat(finding.at("/plugin").asString()).isEqualTo("keys");
            assertThat(finding.at("/fingerprints")).hasSize(1);
            assertThat(finding.has("raw")).isFalse();
        });
        assertThat(Files.readString(log())).doesNotContain("\u001b");
        JsonNode logged = events("plugin-log").get(0);
        assertThat(logged.at("/severity").asString()).isEqualTo("warning");
        assertThat(logged.at("/message").asString()).isEqualTo("looked");
        assertThat(logged.at("/fields/a").asString()).isEqualTo("b");
        JsonNode verdict = events("verdict").get(0);
        assertThat(verdict.at("/severity").asString()).isEqualTo("info");
        assertThat(verdict.at("/scanner").asString()).isEqualTo("keys");
        assertThat(verdict.at("/verdict").asString()).isEqualTo("complete");
    }

    @Test
    void whatCannotBeReliedUponIsAnError() throws IOException {
        plugin("reader", "cat \"$NYDUSVIEW_ROOT\"/etc/passwd >/dev/null 2>&1; true\n");
        faults.spoil(Faults.Kind.GONE, 0, Integer.MAX_VALUE);

        Cli.Result result = run("--security-log", log().toString());

        assertThat(result.code()).isNotZero();
        JsonNode verdict = events("verdict").get(0);
        assertThat(verdict.at("/severity").asString()).isEqualTo("error");
        assertThat(verdict.at("/verdict").asString()).isEqualTo("incomplete");
        assertThat(verdict.at("/problems")).isNotEmpty();
    }

    @Test
    void imagesThatWereNotScannedAreRecorded() throws IOException {
        String missing = registry.reference("no-such-tag");
        Cli.Result result = cli.run("scan", missing, "--security-log", log().toString(), "--", "true", "{}");
        assertThat(result.code()).isNotZero();
        JsonNode verdict = events("verdict").get(0);
        assertThat(verdict.at("/image").asString()).isEqualTo(missing);
        assertThat(verdict.at("/verdict").asString()).isEqualTo("not scanned");
        assertThat(verdict.at("/problems/0").asString()).contains("no-such-tag");
    }

    @Test
    void scansByProgramsHaveVerdicts() throws IOException {
        Cli.Result result = cli.run(
                "scan",
                registry.reference("nydus-v6"),
                "--security-log",
                log().toString(),
                "--",
                "sh",
                "-c",
                "exit 3",
                "sh",
                "{}");
        assertThat(result.code()).isEqualTo(3);
        assertThat(events("verdict").get(0).at("/exitCode").asInt()).isEqualTo(3);
    }

    @Test
    void decisionsAreRecorded() throws Exception {
        plugin("quiet", "true\n");
        String reference = registry.reference("missing");
        int colon = reference.lastIndexOf(':');
        try (AuthzGate gate = AuthzGate.start(
                directory,
                shell,
                "\"rules\":[{\"name\":\"all\",\"levels\":[\"high\"],\"decision\":\"block\"}]",
                "--security-log",
                log().toString())) {
            JsonNode answer = gate.pull(reference.substring(0, colon), "missing");
            assertThat(answer.get("Allow").asBoolean()).isFalse();
        }
        JsonNode decision = events("decision").get(0);
        assertThat(decision.at("/severity").asString()).isEqualTo("warning");
        assertThat(decision.at("/answer").asString()).isEqualTo("deny");
        assertThat(decision.at("/image").asString()).isEqualTo(reference);
        assertThat(decision.at("/message").asString()).contains("404 MANIFEST_UNKNOWN");
    }

    @Test
    void aLogThatCannotBeDeliveredFailsTheScan() throws IOException {
        plugin("quiet", "true\n");
        Cli.Result full = run("--security-log", "/dev/full");
        assertThat(full.code()).isEqualTo(1);
        assertThat(full.err())
                .contains(
                        "cannot write to the security log: 1 event could not be delivered to /dev/full: No space left on device");

        Cli.Result missing = run("--security-log", directory + "/none/events.json");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err())
                .contains("cannot write to the security log " + directory
                        + "/none/events.json: no such file or directory");

        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        Cli.Result gone = run("--security-log", "tcp://127.0.0.1:" + port);
        assertThat(gone.code()).isEqualTo(1);
        assertThat(gone.err())
                .contains("cannot write to the security log: 1 event could not be delivered to tcp://127.0.0.1:" + port
                        + ": Connection refused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "http://siem.example; http is not a way to a syslog server: use unix, udp, tcp or tls",
                "tcp://siem.example:port; siem.example:port is not HOST or HOST:PORT",
                "unix://dev/log; dev/log is not an absolute path: write unix:///dev/log"
            })
    void wrongDestinationsAreWrongUsage(String destination, String message) {
        Cli.Result result = run("--security-log", destination);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err().replace("'", "")).contains(message);
    }
}
