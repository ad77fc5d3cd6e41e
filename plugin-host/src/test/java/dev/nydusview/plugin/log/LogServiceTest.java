package dev.nydusview.plugin.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.plugin.service.ServiceContext;
import dev.nydusview.plugin.service.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogServiceTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ServiceContext CONTEXT = new ServiceContext("plugin", "scan image", "localhost/app");

    private final List<LogEntry> heard = new ArrayList<>();
    private final LogService service = new LogService(CONTEXT, LogLevel.INFO, heard::add);

    private List<JsonNode> call(String name, String... arguments) throws ServiceException {
        List<JsonNode> nodes = new ArrayList<>();
        for (String argument : arguments) {
            nodes.add(JSON.readTree(argument));
        }
        return service.functions().get(name).call(nodes);
    }

    @Test
    void levelsAndDelayAreTold() throws Exception {
        assertThat(call("getConfig"))
                .extracting(JsonNode::toString)
                .containsExactly("{\"level\":4,\"delay\":20000000}");
    }

    @Test
    void entriesOfGoAndPythonAreTheSame() throws Exception {
        assertThat(
                        call(
                                "log",
                                "[{\"Time\":\"2026-01-01T00:00:00Z\",\"Level\":3,\"Fields\":null,\"Msg\":\"from go\"},"
                                        + "{\"time\":\"t\",\"level\":5,\"fields\":{\"a\":1,\"b\":\"x\"},\"msg\":\"from python\"}]"))
                .isEmpty();

        assertThat(heard)
                .containsExactly(
                        new LogEntry(CONTEXT, "2026-01-01T00:00:00Z", LogLevel.WARN, Map.of(), "from go"),
                        new LogEntry(CONTEXT, "t", LogLevel.DEBUG, Map.of("a", "1", "b", "x"), "from python"));
    }

    @Test
    void nothingIsGraverThanAnError() throws Exception {
        call("log", "[{\"level\":0,\"msg\":\"a\"},{\"level\":1},{\"level\":2},{\"level\":99},{\"level\":\"panic\"}]");
        assertThat(heard)
                .extracting(LogEntry::level)
                .containsExactly(LogLevel.ERROR, LogLevel.ERROR, LogLevel.ERROR, LogLevel.INFO, LogLevel.ERROR);
    }

    @Test
    void oddEntriesDoNoHarm() throws Exception {
        call("log", "[1,null,{},{\"msg\":{\"a\":[]},\"fields\":[1]}]");
        assertThat(heard).extracting(LogEntry::message).containsExactly("", "{\"a\":[]}");
        call("log", "null");
        assertThatThrownBy(() -> call("log", "{}")).isInstanceOf(ServiceException.class);
        assertThatThrownBy(() -> call("log")).isInstanceOf(ServiceException.class);
        call("log", "[{\"msg\":\"" + "x".repeat(100_000) + "\"}]");
        assertThat(heard.get(2).message()).hasSizeLessThan(20_000).endsWith("...");
    }
}
