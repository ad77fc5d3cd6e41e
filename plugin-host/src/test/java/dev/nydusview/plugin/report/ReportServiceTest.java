package dev.nydusview.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.json.Documents;
import dev.nydusview.plugin.service.ProtocolViolation;
import dev.nydusview.plugin.service.ServedPlugin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Events of all schemas, as they go over the wire, and the findings that they become. */
@Timeout(20)
class ReportServiceTest {
    private static final String NS = ReportService.NAMESPACE;
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ReportLimits LIMITS = new ReportLimits(20_000, 20, 200_000);

    @TempDir
    Path directory;

    private final List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    private ServedPlugin plugin;

    @BeforeEach
    void open() throws IOException {
        plugin = new ServedPlugin(directory, new ReportService(findings::add, LIMITS, InstantSource.fixed(NOW)));
    }

    @AfterEach
    void close() throws IOException {
        plugin.close();
    }

    private Finding report(String event) throws IOException {
        assertThat(plugin.call(NS, "report", "[" + event + "]")).isEqualTo("{\"reply\":[]}");
        return findings.get(findings.size() - 1);
    }

    private static JsonNode json(String text) throws IOException {
        return Documents.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    static Stream<String> eventsOfGo() throws IOException {
        try (var in = Objects.requireNonNull(ReportServiceTest.class.getResourceAsStream("events-1.4.jsonl"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }

    @ParameterizedTest
    @MethodSource("eventsOfGo")
    void eventOfGo(String event) throws IOException {
        JsonNode sent = json(event);
        Finding finding = report(event);
        assertThat(finding.run().plugin()).isEqualTo("hello");
        assertThat(finding.time()).isEqualTo("2023-05-04T02:20:30.5Z");
        assertThat(finding.source()).isEqualTo("veinmind-x");
        assertThat(finding.level().label()).isEqualTo(sent.path("level").asString());
        assertThat(finding.eventType().label())
                .isEqualTo(sent.path("event_type").asString());
        assertThat(finding.alertType()).isNotEqualTo(AlertType.UNKNOWN);
        assertThat(finding.alert()).isEqualTo(sent.path("alert_type").asString());
        assertThat(finding.object().id()).isEqualTo("sha256:0b1c");
        assertThat(finding.object().type().label())
                .isEqualToIgnoringCase(sent.path("detect_type").asString());
        assertThat(finding.object().runtime()).isEqualTo("docker");
        assertThat(finding.raw()).isEqualTo(sent);
        JsonNode detail = sent.path("alert_detail");
        assertThat(finding.details()).hasSize(detail.isEmpty() ? 0 : 1);
        finding.details().forEach(read -> assertThat(read).hasSize(detail.size()));
    }

    @Test
    void membersAreInSnakeCase() throws IOException {
        for (String event : eventsOfGo().toList()) {
            report(event);
        }
        assertThat(details(AlertType.ESCALATION).propertyNames())
                .containsExactly("bin_name", "description", "file_path", "mod", "exp");
        assertThat(details(AlertType.BASIC_CONTAINER).path("image_id").asString())
                .isEqualTo("sha256:aa");
        assertThat(details(AlertType.UNSAFE_MOUNT).at("/mount/source").asString())
                .isEqualTo("/proc");
        assertThat(details(AlertType.IAC).at("/file_info/start_line").asInt()).isOne();
        assertThat(details(AlertType.ASSET).at("/os/eosl").asBoolean()).isTrue();
        assertThat(details(AlertType.ASSET)
                        .at("/package_infos/0/packages/0/src_version")
                        .asString())
                .isEqualTo("3.0.11");
    }

    private JsonNode details(AlertType type) {
        return findings.stream()
                .filter(finding -> finding.alertType() == type)
                .findFirst()
                .orElseThrow()
                .details()
                .get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "Sensitive,sensitive_file_detail,SENSITIVE_FILE",
        "Sensitive,sensitive_env_detail,SENSITIVE_ENV",
        "Sensitive,sensitive_docker_history_detail,SENSITIVE_HISTORY",
        "AbnormalHistory,history_detail,ABNORMAL_HISTORY",
        "Weakpass,weakpass_detail,WEAKPASS",
        "MaliciousFile,malicious_file_detail,MALICIOUS_FILE",
        "Backdoor,backdoor_detail,BACKDOOR",
        "Asset,asset_detail,ASSET",
        "Basic,image_basic_detail,BASIC_IMAGE",
        "Basic,container_basic_detail,BASIC_CONTAINER",
        "MaliciousFile,webshell_detail,WEBSHELL",
        "IaC,iac_detail,IAC",
        "MaliciousFile,filter_file_detail,MALICIOUS_FILE",
    })
    void eventOfGoBefore14(String alert, String member, AlertType type) throws IOException {
        Finding finding = report("{\"id\":\"sha256:1\",\"object\":{\"id\":\"sha256:1\",\"type\":\"Image\","
                + "\"runtime_type\":\"docker\",\"cluster_type\":\"\",\"cluster_config_path\":\"\",\"cluster_config_byte\":null},"
                + "\"time\":\"2022-11-01T00:00:00Z\",\"level\":\"Critical\",\"detect_type\":\"Image\",\"event_type\":\"Invasion\","
                + "\"alert_type\":\"" + alert + "\",\"alert_details\":[{\"" + member
                + "\":{\"path\":\"/a\"}}],\"general_details\":null}");
        assertThat(finding.alertType()).isEqualTo(type);
        assertThat(finding.level()).isEqualTo(Level.CRITICAL);
        assertThat(finding.eventType()).isEqualTo(EventType.INVASION);
        assertThat(finding.object()).isEqualTo(new ScannedObject("sha256:1", DetectType.IMAGE, "docker"));
        assertThat(finding.details()).hasToString("[{\"path\":\"/a\"}]");
    }

    @Test
    void generalDetailsAreDetails() throws IOException {
        Finding finding = report("{\"alert_type\":\"Basic\",\"detect_type\":\"Container\",\"alert_details\":null,"
                + "\"general_details\":[{\"theKey\":1},\"text\",{\"b\":2}]}");
        assertThat(finding.alertType()).isEqualTo(AlertType.BASIC_CONTAINER);
        assertThat(finding.details()).hasToString("[{\"the_key\":1}, {\"b\":2}]");
        assertThat(finding.level()).isEqualTo(Level.UNKNOWN);
        assertThat(finding.time()).isEqualTo(NOW);
    }

    @Test
    void eventOfPython() throws IOException {
        Finding finding = report("{\"py/object\": \"veinmind_common.service.report.ReportEvent\", \"id\": \"sha256:2\","
                + " \"time\": \"2023-01-01T08:00:00+08:00\", \"level\": 2, \"detect_type\": 0, \"event_type\": 0,"
                + " \"alert_type\": 3, \"alert_details\": [{\"py/object\": \"veinmind_common.service.report.AlertDetail\","
                + " \"backdoor_detail\": null, \"sensitive_file_detail\": {\"py/object\": \"x.SensitiveFileDetail\","
                + " \"rule_id\": 3, \"path\": \"/root/.ssh/id_rsa\", \"perm\": 384}, \"sensitive_env_detail\": null,"
                + " \"sensitive_docker_history_detail\": null, \"history_detail\": null}]}");
        assertThat(finding.level()).isEqualTo(Level.HIGH);
        assertThat(finding.eventType()).isEqualTo(EventType.RISK);
        assertThat(finding.alertType()).isEqualTo(AlertType.SENSITIVE_FILE);
        assertThat(finding.object()).isEqualTo(new ScannedObject("sha256:2", DetectType.IMAGE, ""));
        assertThat(finding.details()).hasToString("[{\"rule_id\":3,\"path\":\"/root/.ssh/id_rsa\",\"perm\":384}]");
        assertThat(finding.raw().toString()).doesNotContain("py/");
    }

    @Test
    void constantsTuplesAndReferencesOfJsonpickle() throws IOException {
        Finding finding = report("{\"py/object\":\"r.ReportEvent\",\"id\":\"i\","
                + "\"level\":{\"py/reduce\":[{\"py/type\":\"r.Level\"},{\"py/tuple\":[3]}]},"
                + "\"event_type\":{\"py/reduce\":[{\"py/type\":\"r.EventType\"},{\"py/tuple\":[1]}]},"
                + "\"detect_type\":{\"py/id\":4},\"source\":{\"py/reduce\":[{\"py/function\":\"builtins.getattr\"},"
                + "{\"py/tuple\":[{\"py/type\":\"r.Level\"},\"High\"]}]},\"alert_type\":2,"
                + "\"alert_details\":{\"py/tuple\":[{\"py/object\":\"d\",\"py/state\":{\"backdoor_detail\":"
                + "{\"description\":\"cron\",\"tags\":{\"py/set\":[\"a\"]}}}}]}}");
        assertThat(finding.level()).isEqualTo(Level.CRITICAL);
        assertThat(finding.source()).isEqualTo("High");
        assertThat(finding.eventType()).isEqualTo(EventType.INVASION);
        assertThat(finding.object().type()).isEqualTo(DetectType.UNKNOWN);
        assertThat(finding.alertType()).isEqualTo(AlertType.BACKDOOR);
        assertThat(finding.details()).hasToString("[{\"description\":\"cron\",\"tags\":[\"a\"]}]");
    }

    @Test
    void eventWithDetailsOfSeveralKindsIsSeveralFindings() throws IOException {
        report("{\"level\":1,\"alert_type\":3,\"alert_details\":[{\"sensitive_env_detail\":{\"key\":\"A\"}},"
                + "{\"sensitive_file_detail\":{\"path\":\"/a\"}},{\"sensitive_env_detail\":{\"key\":\"B\"}}]}");
        assertThat(findings)
                .extracting(Finding::alertType)
                .containsExactly(AlertType.SENSITIVE_ENV, AlertType.SENSITIVE_FILE);
        assertThat(findings.get(0).details()).hasToString("[{\"key\":\"A\"}, {\"key\":\"B\"}]");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "0,0,0,LOW,RISK,IMAGE",
                "4,2,2,NONE,INFO,IAC",
                "3,5,8,CRITICAL,RISK,IMAGE",
                "3,7,11,CRITICAL,INFO,CLUSTER",
                "5,3,4,UNKNOWN,UNKNOWN,UNKNOWN",
                "-1,8,12,UNKNOWN,UNKNOWN,UNKNOWN",
                "99999999999999,1.0,\"\",UNKNOWN,UNKNOWN,UNKNOWN",
                "\"high\",\"invasion\",\"Cluster\",HIGH,INVASION,CLUSTER",
            })
    void numbersOfBothLanguages(
            String level, String event, String detect, Level isLevel, EventType isEvent, DetectType isDetect)
            throws IOException {
        Finding finding =
                report("{\"level\":" + level + ",\"event_type\":" + event + ",\"detect_type\":" + detect + "}");
        assertThat(finding.level()).isEqualTo(isLevel);
        assertThat(finding.eventType()).isEqualTo(isEvent);
        assertThat(finding.object().type()).isEqualTo(isDetect);
    }

    @Test
    void typeOfThePluginsOwnKeepsItsName() throws IOException {
        Finding finding =
                report("{\"level\":\"Low\",\"alert_type\":\"Capability\",\"alert_detail\":{\"path\":\"/a\"}}");
        assertThat(finding.alertType()).isEqualTo(AlertType.UNKNOWN);
        assertThat(finding.alert()).isEqualTo("Capability");
        assertThat(finding.details()).hasToString("[{\"path\":\"/a\"}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":{},\"time\":7,\"level\":[],\"object\":\"x\",\"alert_type\":{},\"alert_detail\":[1]}",
                "{\"alert_details\":{\"a\":1},\"general_details\":7,\"object\":{\"id\":5,\"type\":[]}}",
                "{\"alert_details\":[1,null,[],{\"backdoor_detail\":3},{}],\"level\":null}",
                "{\"py/reduce\":7,\"level\":{\"py/reduce\":[]},\"event_type\":{\"py/state\":3}}",
            })
    void membersOfAnyTypeAreAFinding(String event) throws IOException {
        Finding finding = report(event);
        assertThat(finding.level()).isEqualTo(Level.UNKNOWN);
        assertThat(finding.alert()).isEqualTo("Unknown");
        assertThat(finding.details()).isEmpty();
    }

    @Test
    void documentHasAllMembers() throws IOException {
        Finding finding =
                report("{\"id\":\"a\\ud800\",\"level\":1,\"alert_type\":5,\"extra\":\"\\udc00\",\"alert_details\":"
                        + "[{\"weakpass_detail\":{\"username\":\"root\"}}]}");
        assertThat(json(new String(Documents.write(finding), StandardCharsets.UTF_8)))
                .isEqualTo(json("{\"plugin\":\"hello\",\"command\":\"scan image\",\"image\":\"app:1\","
                        + "\"time\":\"2026-01-02T03:04:05Z\",\"source\":\"\",\"level\":\"Medium\",\"event_type\":\"Unknown\","
                        + "\"alert_type\":\"Weakpass\",\"object\":{\"id\":\"a\ufffd\",\"type\":\"Unknown\",\"runtime\":\"\"},"
                        + "\"details\":[{\"username\":\"root\"}],\"raw\":{\"id\":\"a\ufffd\",\"level\":1,\"alert_type\":5,"
                        + "\"extra\":\"\ufffd\",\"alert_details\":[{\"weakpass_detail\":{\"username\":\"root\"}}]}}"));
    }

    @Test
    void whatIsNoEventEndsThePlugin() throws Exception {
        assertThat(plugin.violation(NS, "report", "[\"x\"]"))
                .isEqualTo(new ProtocolViolation(
                        ProtocolViolation.Kind.OVERRUN, "reported something that is not an event"));
        assertThat(findings).isEmpty();
    }

    @Test
    void reportOfNothingEndsThePlugin() throws Exception {
        assertThat(plugin.violation(NS, "report", "[]").why()).isEqualTo("reported something that is not an event");
    }

    @Test
    void eventThatIsTooLargeEndsThePlugin() throws Exception {
        assertThat(plugin.violation(NS, "report", "[{\"id\":\"" + "x".repeat(20_000) + "\"}]"))
                .isEqualTo(new ProtocolViolation(
                        ProtocolViolation.Kind.OVERRUN, "reported an event of more than 20000 bytes"));
        assertThat(findings).isEmpty();
    }

    @Test
    void tooManyEventsEndThePlugin() throws Exception {
        for (int event = 0; event < 20; event++) {
            report("{}");
        }
        assertThat(plugin.violation(NS, "report", "[{}]").why()).isEqualTo("reported more than 20 events");
        assertThat(findings).hasSize(20);
    }

    @Test
    void tooManyBytesOfEventsEndThePlugin() throws Exception {
        for (int event = 0; event < 10; event++) {
            report("{\"id\":\"" + "x".repeat(19_000) + "\"}");
        }
        assertThat(plugin.violation(NS, "report", "[{\"id\":\"" + "x".repeat(19_000) + "\"}]")
                        .why())
                .isEqualTo("reported more than 200000 bytes of events");
    }
}
