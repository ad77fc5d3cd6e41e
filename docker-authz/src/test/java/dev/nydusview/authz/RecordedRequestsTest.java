package dev.nydusview.authz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.authz.scan.Finding;
import dev.nydusview.authz.scan.Level;
import dev.nydusview.authz.scan.ScanRequest;
import dev.nydusview.testdata.RawHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests as dockerd 20.10.24 (API 1.41) sent them to a plugin that recorded them, each with its headers. */
@Timeout(60)
class RecordedRequestsTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String DIGEST = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    @TempDir
    Path directory;

    private PluginFixture fixture;
    private final Map<String, JsonNode> recorded = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        try (InputStream in = RecordedRequestsTest.class.getResourceAsStream("docker-20.10.24.jsonl")) {
            String lines = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            lines.lines()
                    .map(MAPPER::readTree)
                    .forEach(line -> recorded.put(line.get("name").stringValue(), line));
        }
        fixture = new PluginFixture(
                directory, "{'name':'all','decision':'block','levels':['high'],'unresolvable':'alert'}");
        fixture.scanner.found(new Finding(Level.HIGH, "keys", "one"));
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    /** Byte by byte as it was recorded. */
    private String replay(RawHttpClient client, String name) throws IOException {
        return replay(client, name, "/v1.24/");
    }

    /** Sends a recorded request with another API version of the same length. */
    private String replay(RawHttpClient client, String name, String version) throws IOException {
        JsonNode request = recorded.get(name);
        StringBuilder head = new StringBuilder("POST " + request.get("path").stringValue() + " HTTP/1.1\r\n");
        request.get("headers")
                .properties()
                .forEach(header ->
                        head.append(header.getKey() + ": " + header.getValue().stringValue() + "\r\n"));
        client.send(head + "\r\n" + request.get("body").stringValue().replace("/v1.24/", version));
        RawHttpClient.Response response = client.receive();
        assertThat(response.status()).isEqualTo(200);
        return response.body();
    }

    private String replay(String name) throws IOException {
        try (RawHttpClient client = fixture.connectRaw()) {
            return replay(client, name);
        }
    }

    @Test
    void activates() throws IOException {
        assertThat(replay("activate")).isEqualTo("{\"Implements\":[\"authz\"]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ping",
                "version",
                "tag",
                "build",
                "load",
                "commit",
                "start",
                "list",
                "response to ping",
                "response to pull",
                "response to a large create",
                "response to import"
            })
    void passes(String name) throws IOException {
        assertThat(replay(name)).isEqualTo("{\"Allow\":true}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pull | pull of docker.io/library/debian:12",
                "pull with port | pull of localhost:5000/debian:nydus-v6",
                "pull by digest | pull of localhost:5000/debian@" + DIGEST,
                "pull for a platform | pull of docker.io/library/debian:latest",
                "create | create of docker.io/library/debian:latest",
                "create for a platform | create of localhost:5999/team/app:1",
                "create by digest | create of localhost:5999/team/app@" + DIGEST,
                "create in lower case | create of localhost:5999/team/app:1",
                "create by an absolute address | create of localhost:5999/team/app:1",
                "create of a local image | create of docker.io/local/tiny:1",
                "push | push of localhost:5999/team/sub/app:1.0",
                "service create | service of localhost:5999/team/app:2",
                "plugin pull | plugin of localhost:5999/plug/x:1",
            })
    void isScannable(String name, String what) throws IOException {
        assertThat(replay(name))
                .startsWith("{\"Allow\":false,\"Msg\":\"" + what)
                .contains("HIGH keys: one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create by id", "pull all tags", "push all tags"})
    void cannotBeResolved(String name) throws Exception {
        assertThat(replay(name)).contains("\"Allow\":true");
        assertThat(fixture.decision().cause()).isEqualTo(Cause.UNRESOLVABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"create with a large body", "pull with a form", "import"})
    void cannotBeRead(String name) throws Exception {
        assertThat(replay(name)).contains("\"Allow\":false");
        assertThat(fixture.decision().cause()).isEqualTo(Cause.UNREADABLE);
    }

    @Test
    void platformsAreAskedForWhereTheApiKnowsThem() throws IOException {
        try (RawHttpClient client = fixture.connectRaw()) {
            replay(client, "create for a platform", "/v1.40/");
            replay(client, "create for a platform", "/v1.41/");
        }
        assertThat(fixture.scanner.queries()).extracting(ScanRequest::platform).containsExactly(null, "linux/arm64");
    }

    @Test
    void allComeOverOneConnection() throws IOException {
        try (RawHttpClient client = fixture.connectRaw()) {
            for (String name : recorded.keySet()) {
                assertThat(replay(client, name)).startsWith("{");
            }
        }
    }
}
