package dev.nydusview.authz;

import dev.nydusview.authz.policy.Policy;
import dev.nydusview.authz.policy.PolicyReader;
import dev.nydusview.authz.scan.FakeScanner;
import dev.nydusview.http.HttpRequest;
import dev.nydusview.http.HttpResponse;
import dev.nydusview.http.UnixHttpClient;
import dev.nydusview.testdata.RawHttpClient;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plugin on a socket of its own, over a scanner whose results a test chooses. */
final class PluginFixture implements Closeable {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MAX_ANSWER = 1 << 20;
    static final Duration PATIENCE = Duration.ofMinutes(1);

    final FakeScanner scanner = new FakeScanner();
    final BlockingQueue<AuditRecord> decisions = new LinkedBlockingQueue<>();
    final AuthorizationPlugin plugin;
    private final Path directory;

    /** @param rules of the policy, with ' for " */
    PluginFixture(Path directory, String rules) throws IOException {
        this.directory = directory;
        this.plugin = AuthorizationPlugin.start(settings(socket()), policy(rules), scanner, decisions::add);
    }

    static AuthorizationSettings settings(Path socket) {
        return AuthorizationSettings.of(socket, "nydusview scan {} --plugins DIR");
    }

    private Path socket() {
        return directory.resolve("test.sock");
    }

    private Policy policy(String rules) throws IOException {
        String content = "{'schemaVersion':1,'default':'deny','bounds':{'lines':2},'rules':[" + rules + "]}";
        return PolicyReader.read(Files.writeString(directory.resolve("policy.json"), content.replace('\'', '"')));
    }

    void reload(String rules) throws IOException {
        plugin.reload(policy(rules));
    }

    UnixHttpClient connect() throws IOException {
        return connect(socket());
    }

    static UnixHttpClient connect(Path socket) throws IOException {
        return UnixHttpClient.connect(socket, MAX_ANSWER);
    }

    /** Connects a client that sends bytes exactly as docker has sent them. */
    RawHttpClient connectRaw() throws IOException {
        return new RawHttpClient(socket());
    }

    /** Returns the answer to a request of docker. */
    Answered ask(String request) throws IOException {
        HttpResponse response = post(DockerRequests.ASK, request);
        JsonNode answer = MAPPER.readTree(response.body());
        return new Answered(
                response.status(),
                answer.path("Allow").asBoolean(),
                answer.path("Msg").asString(""),
                answer.path("Err").asString(""));
    }

    HttpResponse post(String target, String body) throws IOException {
        try (UnixHttpClient client = connect()) {
            return post(client, target, body);
        }
    }

    static HttpResponse post(UnixHttpClient client, String target, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return client.send(HttpRequest.post(target, "application/json", bytes), PATIENCE);
    }

    static String text(HttpResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    AuditRecord decision() throws InterruptedException {
        return decisions.take();
    }

    @Override
    public void close() throws IOException {
        scanner.release();
        plugin.close();
    }

    /** The parts of an answer that docker reads. */
    record Answered(int status, boolean allow, String msg, String err) {}
}
