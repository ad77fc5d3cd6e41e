package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.http.HttpRequest;
import dev.nydusview.http.HttpResponse;
import dev.nydusview.http.UnixHttpClient;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.testdata.ProcessLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** The authorization plugin as a process, asked as docker asks it. */
final class AuthzGate implements AutoCloseable {
    private static final int MAX_ANSWER = 1 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path socket;
    private final Process process;
    private final ProcessLines audit;

    private AuthzGate(Path socket, Process process) {
        this.socket = socket;
        this.process = process;
        this.audit = ProcessLines.of(process.getInputStream());
    }

    /** Starts it with {@code plugins} and a policy of these members. */
    static AuthzGate start(Path directory, ShellPlugins plugins, String policy, String... options)
            throws IOException, InterruptedException {
        Cli cli = new Cli(directory).with("NYDUSVIEW_RETRY_FOR", "0");
        if (!Files.isWritable(Path.of("/proc/sys/kernel/hostname"))) {
            cli.with("NYDUSVIEW_PLUGIN_NETWORK", "true"); // other users may be unable to remove the network
        }
        Path file = Files.writeString(
                Files.createTempFile(directory, "policy", ".json"),
                "{\"schemaVersion\":1,\"default\":\"deny\"," + policy + "}");
        Path socket = directory.resolve("gate.sock");
        List<String> line =
                new ArrayList<>(List.of("authz", "--policy", file.toString(), "--socket", socket.toString()));
        line.addAll(List.of("--plugins", plugins.directory().toString()));
        line.addAll(List.of("--cache-dir", directory.resolve("cache").toString()));
        line.addAll(List.of(options));
        Process process = cli.process(Main.class, line.toArray(String[]::new));
        ProcessLines.of(process.getErrorStream()).nextWith("serving docker on ");
        return new AuthzGate(socket, process);
    }

    /** The answer to {@code docker pull}. */
    JsonNode pull(String repository, String tagOrDigest) throws IOException {
        return ask("{\"RequestMethod\":\"POST\",\"RequestUri\":\"/v1.41/images/create?fromImage="
                + repository.replace(":", "%3A") + "&tag=" + tagOrDigest + "\"}");
    }

    private JsonNode ask(String document) throws IOException {
        byte[] body = document.getBytes(StandardCharsets.UTF_8);
        return ask(socket, "/AuthZPlugin.AuthZReq", body);
    }

    /** The answer to {@code body} of the plugin that listens on {@code socket}. */
    static JsonNode ask(Path socket, String target, byte[] body) throws IOException {
        try (UnixHttpClient client = UnixHttpClient.connect(socket, MAX_ANSWER)) {
            HttpResponse answer = client.send(HttpRequest.post(target, "application/json", body), PATIENCE);
            assertThat(answer.status()).isEqualTo(200);
            return Json.read(answer.body(), JsonNode.class);
        }
    }

    /** The next line of the audit log. */
    JsonNode audited() throws IOException, InterruptedException {
        return json(audit.next());
    }

    private static JsonNode json(String text) throws IOException {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
