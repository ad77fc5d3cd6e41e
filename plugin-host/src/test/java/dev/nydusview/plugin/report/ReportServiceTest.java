package dev.nydusview.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.plugin.service.ServiceContext;
import dev.nydusview.plugin.service.ServiceException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events as plugins of all kinds send them. */
class ReportServiceTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final List<String> hopeless = new ArrayList<>();
    private final ReportService service =
            new ReportService(new ServiceContext("plugin", "scan", "localhost/app"), hopeless::add);

    private void report(String... arguments) throws ServiceException {
        List<JsonNode> nodes = new ArrayList<>();
        for (String argument : arguments) {
            nodes.add(JSON.readTree(argument));
        }
        assertThat(service.functions().get("report").call(nodes)).isEmpty();
    }

    private Finding only() {
        assertThat(service.findings()).hasSize(1);
        return service.findings().get(0);
    }

    @Test
    void eventsOfLaterGoPlugins() throws Exception {
        report(
                """
                {"id":"sha256:1","time":"2026-01-01T00:00:00Z","source":"veinmind-backdoor","level":"High",
                 "object":{"raw":{"id":"sha256:1"}},"event_type":"Invasion","detect_type":"Image","alert_type":"Backdoor",
                 "alert_detail":{"path":"/etc/crontab","perm":420,"size":10,"content":"* * * * *","description":"a shell"}}
                """);
        Finding finding = only();
        assertThat(finding.level()).isEqualTo(Level.HIGH);
        assertThat(List.of(finding.event(), finding.detect(), finding.alert()))
                .containsExactly("Invasion", "Image", "Backdoor");
        assertThat(finding.source()).isEqualTo("veinmind-backdoor");
        assertThat(finding.time()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(finding.details()).singleElement().satisfies(detail -> assertThat(
                        detail.path("path").stringValue())
                .isEqualTo("/etc/crontab"));
        assertThat(finding.raw()).isNull();
    }

    @Test
    void eventsOfEarlierGoPlugins() throws Exception {
        report(
                """
                {"id":"sha256:1","level":"Low","detect_type":"Image","event_type":"Risk","alert_type":"Sensitive",
                 "alert_details":[{"sensitive_file_detail":{"path":"/a","rule_name":"key"}},
                                  {"sensitive_file_detail":{"path":"/b","rule_name":"key"},"backdoor_detail":null}]}
                """);
        assertThat(only().alert()).isEqualTo("SensitiveFile");
        assertThat(only().details()).hasSize(2);
        assertThat(only().raw()).isNull();
    }

    @Test
    void eventsOfPythonPlugins() throws Exception {
        report(
                """
                {"py/object":"veinmind_common.service.report.ReportEvent","id":"sha256:1","time":"","level":2,
                 "detect_type":0,"event_type":{"py/reduce":[{"py/type":"x.EventType"},{"py/tuple":[1]}]},"alert_type":4,
                 "alert_details":[{"py/object":"x.AlertDetail","backdoor_detail":null,
                   "history_detail":{"py/object":"x.HistoryDetail","instruction":"RUN","content":"curl","description":"d"}}]}
                """);
        Finding finding = only();
        assertThat(finding.level()).isEqualTo(Level.HIGH);
        assertThat(List.of(finding.event(), finding.detect(), finding.alert()))
                .containsExactly("Invasion", "Image", "AbnormalHistory");
        assertThat(finding.details())
                .extracting(JsonNode::toString)
                .containsExactly("{\"instruction\":\"RUN\",\"content\":\"curl\",\"description\":\"d\"}");
        assertThat(finding.time()).isNull();
    }

    @Test
    void numbersOfGoMeanNothing() throws Exception {
        report("{\"level\":2,\"event_type\":5,\"detect_type\":8,\"alert_type\":12,\"alert_detail\":{\"path\":\"/a\"}}");
        assertThat(only().level()).isEqualTo(Level.UNKNOWN);
        assertThat(List.of(only().event(), only().detect(), only().alert())).containsOnly("Unknown");
        assertThat(only().raw()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"level\":{},\"alert_detail\":7}",
                "{\"alert_details\":[1,null,[],{\"x_detail\":3}]}",
                "{\"alert_details\":{\"a\":1},\"level\":-1}",
                "{\"py/reduce\":7}",
                "{\"level\":\"terrible\",\"alert_type\":\"Alien\",\"alert_details\":[]}",
            })
    void oddEventsAreKeptAsTheyAre(String event) throws Exception {
        report(event);
        assertThat(only().level()).isEqualTo(Level.UNKNOWN);
        assertThat(only().raw()).isNotNull();
    }

    @Test
    void whatIsNoEventIsRefused() {
        assertThatThrownBy(() -> report("7")).isInstanceOf(ServiceException.class);
        assertThatThrownBy(() -> report()).isInstanceOf(ServiceException.class);
        assertThatThrownBy(() -> report("{}", "{}")).isInstanceOf(ServiceException.class);
        assertThat(service.findings()).isEmpty();
    }

    @Test
    void thereIsAnEndToFindings() throws Exception {
        String large = "{\"alert_detail\":{\"content\":\"" + "x".repeat(1 << 20) + "\"}}";
        for (int i = 0; i < 63; i++) {
            report(large);
        }
        assertThatThrownBy(() -> report(large, large)).isInstanceOf(ServiceException.class);
        assertThatThrownBy(() -> {
                    report(large);
                    report(large);
                })
                .isInstanceOf(ServiceException.class);
        assertThat(hopeless).isNotEmpty();
    }
}
