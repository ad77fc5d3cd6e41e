package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LogFormatTest {
    @TempDir
    Path directory;

    private List<JsonNode> events(String... arguments) {
        return new Cli(directory)
                .with("NYDUSVIEW_LOG_FORMAT", "json")
                .run(arguments)
                .err()
                .lines()
                .map(LogFormatTest::parsed)
                .toList();
    }

    private static JsonNode parsed(String line) {
        try {
            return Json.read(line.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    @Test
    void failureIsOneObjectWithEscapedText() {
        List<JsonNode> events = events("ls", "oci:" + directory + "/no\u001b[31m\u202ewhere");

        assertThat(events).hasSize(1);
        JsonNode event = events.get(0);
        assertThat(event.get("level").asString()).isEqualTo("error");
        assertThat(event.get("time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
        assertThat(event.get("message").asString())
                .contains("where")
                .doesNotStartWith("nydusview:")
                .doesNotContain("\u001b", "\u202e");
    }

    @Test
    void stackTraceIsOneMember() {
        List<JsonNode> events = events("ls", "oci:" + directory + "/nowhere", "--verbose");

        assertThat(events).hasSize(1);
        assertThat(events.get(0).get("stack").asString()).contains("\n\tat ");
    }

    @Test
    void wrongUsageIsJsonAsWell() {
        List<JsonNode> events = events("ls", "busybox", "--no-such-option");

        assertThat(events).isNotEmpty().allMatch(event -> event.has("message"));
        assertThat(events.get(0).get("message").asString()).contains("--no-such-option");
    }

    @Test
    void textIsTheDefault() {
        assertThat(new Cli(directory).run("ls", "oci:" + directory + "/nowhere").err())
                .startsWith("nydusview: ");
    }
}
