package dev.nydusview.plugin.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.plugin.service.ServedPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Log entries as the clients of both languages send them. */
@Timeout(20)
class LogServiceTest {
    private static final String NS = LogService.NAMESPACE;
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path directory;

    private final List<LogEntry> entries = Collections.synchronizedList(new ArrayList<>());
    private ServedPlugin plugin;

    @BeforeEach
    void open() throws IOException {
        plugin = new ServedPlugin(
                directory,
                new LogService(LogLevel.INFO, Duration.ofMillis(20), entries::add, InstantSource.fixed(NOW)));
    }

    @AfterEach
    void close() throws IOException {
        plugin.close();
    }

    @Test
    void conversationOfAPluginInPython() throws IOException {
        String ns = "\"namespace\": \"" + NS + "\"";
        assertThat(plugin.ask("{\"type\": \"hasNamespace\", " + ns + ", \"sequence\": 1}"))
                .isEqualTo("{\"sequence\":1,\"ok\":true}\n");
        assertThat(plugin.ask("{\"type\": \"listServices\", " + ns + ", \"sequence\": 2}"))
                .isEqualTo("{\"sequence\":2,\"services\":[\"getConfig\",\"log\"]}\n");
        assertThat(plugin.ask(
                        "{\"type\": \"call\", " + ns + ", \"name\": \"getConfig\", \"args\": [], \"sequence\": 3}"))
                .isEqualTo("{\"sequence\":3,\"reply\":[{\"level\":4,\"delay\":20000000}]}\n");
        assertThat(plugin.ask("{\"type\": \"call\", " + ns + ", \"name\": \"log\", \"args\": [[{\"time\":"
                        + " \"2023-05-04T10:20:30+08:00\", \"level\": 4, \"fields\": null, \"msg\": \"gr\\u00fc\\u00df\"}]],"
                        + " \"sequence\": 4}"))
                .isEqualTo("{\"sequence\":4,\"reply\":[]}\n");
        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.time()).isEqualTo("2023-05-04T02:20:30Z");
            assertThat(entry.level()).isEqualTo(LogLevel.INFO);
            assertThat(entry.message()).isEqualTo("grüß");
            assertThat(entry.fields()).hasToString("{plugin=hello, command=scan image, image=app:1}");
        });
    }

    @Test
    void conversationOfAPluginInGo() throws IOException {
        String ns = "\"namespace\":\"" + NS + "\"";
        assertThat(plugin.ask("{\"sequence\":1,\"type\":\"hasNamespace\"," + ns + ",\"name\":\"\",\"args\":null}\n"))
                .isEqualTo("{\"sequence\":1,\"ok\":true}\n");
        assertThat(plugin.ask("{\"sequence\":2,\"type\":\"getManifest\"," + ns + ",\"name\":\"\",\"args\":null}\n"))
                .isEqualTo("{\"sequence\":2,\"reply\":{}}\n");
        assertThat(plugin.ask("{\"sequence\":3,\"type\":\"call\"," + ns + ",\"name\":\"getConfig\",\"args\":[]}\n"))
                .isEqualTo("{\"sequence\":3,\"reply\":[{\"level\":4,\"delay\":20000000}]}\n");
        assertThat(plugin.ask("{\"sequence\":4,\"type\":\"call\"," + ns + ",\"name\":\"log\",\"args\":[[{\"Time\":"
                        + "\"2023-05-04T10:20:30.123456789+08:00\",\"Level\":3,\"Fields\":{\"count\":2,\"file\":\"/a\","
                        + "\"plugin\":\"other\"},\"Msg\":\"found\"},{\"Time\":\"0001-01-01T00:00:00Z\",\"Level\":0,"
                        + "\"Fields\":null,\"Msg\":\"last\"}]]}\n"))
                .isEqualTo("{\"sequence\":4,\"reply\":[]}\n");
        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).time()).isEqualTo("2023-05-04T02:20:30.123456789Z");
        assertThat(entries.get(0).level()).isEqualTo(LogLevel.WARN);
        assertThat(entries.get(0).fields())
                .hasToString("{count=2, file=/a, plugin=hello, command=scan image, image=app:1}");
        assertThat(entries.get(1).time()).isEqualTo(NOW);
        assertThat(entries.get(1).level()).isEqualTo(LogLevel.ERROR);
    }

    @ParameterizedTest
    @CsvSource({"0,ERROR", "1,ERROR", "2,ERROR", "3,WARN", "5,DEBUG", "6,TRACE", "7,TRACE", "-1,ERROR"})
    void levelsAreClamped(String number, LogLevel level) throws IOException {
        assertThat(plugin.call(NS, "log", "[[{\"level\":" + number + ",\"msg\":\"m\"}]]"))
                .isEqualTo("{\"reply\":[]}");
        assertThat(entries.get(0).level()).isEqualTo(level);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "7",
                "null",
                "[[]]",
                "{\"time\":[1],\"level\":\"high\",\"fields\":[],\"msg\":{\"a\":\"b\"}}",
                "{\"time\":\"yesterday\",\"level\":1e99,\"fields\":\"x\",\"msg\":null}",
                "{\"level\":99999999999999999999,\"msg\":1.5}"
            })
    void strangeEntriesAreEntries(String entry) throws IOException {
        assertThat(plugin.call(NS, "log", "[[" + entry + "]]")).isEqualTo("{\"reply\":[]}");
        assertThat(entries).singleElement().satisfies(read -> {
            assertThat(read.time()).isEqualTo(NOW);
            assertThat(read.level()).isEqualTo(LogLevel.ERROR);
        });
    }

    @Test
    void sizesAreBounded() throws IOException {
        StringBuilder fields = new StringBuilder();
        for (int at = 0; at < 500; at++) {
            fields.append(at == 0 ? "" : ",")
                    .append('"')
                    .append("f".repeat(1000))
                    .append(at)
                    .append("\":\"");
            fields.append("v".repeat(10_000)).append('"');
        }
        plugin.call(NS, "log", "[[{\"msg\":\"" + "m".repeat(1 << 20) + "\",\"fields\":{" + fields + "}}]]");
        assertThat(entries.get(0).message()).hasSize(16_385).endsWith("m…");
        assertThat(entries.get(0).fields().values()).allMatch(value -> value.length() <= 4097);
        assertThat(entries.get(0).fields().keySet()).allMatch(name -> name.length() <= 257);
        assertThat(entries.get(0).fields()).hasSizeLessThanOrEqualTo(67);
    }

    @Test
    void entriesAreCounted() throws IOException {
        for (int call = 0; call < 11; call++) {
            plugin.call(NS, "log", "[[" + "{},".repeat(9_999) + "{}]]");
        }
        assertThat(entries).hasSize(LogService.MAX_ENTRIES + 1);
        assertThat(entries.get(LogService.MAX_ENTRIES).message()).startsWith("its further log entries are omitted");
    }

    @Test
    void wrongArgumentsAreErrors() throws IOException {
        assertThat(plugin.call(NS, "log", "[]")).isEqualTo("{\"error\":\"log: takes 1 argument, not 0\"}");
        assertThat(plugin.call(NS, "log", "[3]")).isEqualTo("{\"error\":\"log: takes an array of entries\"}");
        assertThat(plugin.call(NS, "getConfig", "[3]"))
                .isEqualTo("{\"error\":\"getConfig: takes 0 arguments, not 1\"}");
        assertThat(plugin.call(NS, "log", "[null]")).isEqualTo("{\"reply\":[]}");
    }
}
