package dev.nydusview.authz;

import dev.nydusview.authz.http.RawClient;
import dev.nydusview.authz.judge.FakeJudge;
import dev.nydusview.authz.policy.Policy;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plugin on a socket of its own, over a judge that does as it is told. */
final class PluginFixture implements Closeable {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    final FakeJudge judge = new FakeJudge();
    final BlockingQueue<Decision> decisions = new LinkedBlockingQueue<>();
    final AuthorizationPlugin plugin;
    private final Path directory;

    /** @param rules of the policy, with ' for " */
    PluginFixture(Path directory, String rules) throws IOException {
        this.directory = directory;
        this.plugin = AuthorizationPlugin.start(PluginSettings.of(socket()), policy(rules), judge, decisions::add);
    }

    private Path socket() {
        return directory.resolve("test.sock");
    }

    private Policy policy(String rules) throws IOException {
        String content = "{'schemaVersion':1,'default':'deny','bounds':{'lines':2},'rules':[" + rules + "]}";
        return Policy.read(Files.writeString(directory.resolve("policy.json"), content.replace('\'', '"')));
    }

    void reload(String rules) throws IOException {
        plugin.reload(policy(rules));
    }

    RawClient connect() throws IOException {
        return new RawClient(socket());
    }

    /** The answer to what docker asks. */
    Answered ask(String request) throws IOException {
        RawClient.Response response = post(DockerRequests.ASK, request);
        JsonNode answer = MAPPER.readTree(response.body());
        return new Answered(
                response.status(),
                answer.path("Allow").asBoolean(),
                answer.path("Msg").asString(""),
                answer.path("Err").asString(""));
    }

    RawClient.Response post(String path, String body) throws IOException {
        try (RawClient client = connect()) {
            return client.post(path, body);
        }
    }

    Decision decision() throws InterruptedException {
        return decisions.take();
    }

    @Override
    public void close() throws IOException {
        judge.release();
        plugin.close();
    }

    /** What docker reads of an answer. */
    record Answered(int status, boolean allow, String msg, String err) {}
}
