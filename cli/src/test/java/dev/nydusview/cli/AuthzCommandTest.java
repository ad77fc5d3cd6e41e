package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.ProcessLines;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The authorization plugin as a process that docker asks, with plugins over mounts of an image in a registry. */
@Tag("mount")
@Timeout(120)
class AuthzCommandTest {
    private static final String KEYS =
            "grep -q PRIVATE \"$NYDUSVIEW_ROOT/root/.ssh/id_rsa\" && report High /root/.ssh/id_rsa\n";

    private final Faults faults = new Faults();
    private Path directory;
    private ShellPlugins plugins;
    private LayoutRegistry registry;
    private Process process;
    private ProcessLines messages;

    @BeforeEach
    void setUp(@TempDir Path temporary) throws IOException {
        directory = temporary.toRealPath();
        plugins = new ShellPlugins(directory.resolve("plugins"));
        registry = LayoutRegistry.start("demo", faults).add(OciLayout.open(TestData.demoLayout()));
    }

    @AfterEach
    void end() throws Exception {
        if (process != null) {
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(128 + 15);
            assertThat(socket()).doesNotExist();
        }
        faults.release();
        registry.close();
    }

    private Path socket() {
        return directory.resolve("gate.sock");
    }

    private Path policyFile() {
        return directory.resolve("policy.json");
    }

    private void policy(String... rules) throws IOException {
        Files.writeString(
                policyFile(), "{\"schemaVersion\":1,\"default\":\"deny\",\"rules\":[" + String.join(",", rules) + "]}");
    }

    private void start() throws IOException, InterruptedException {
        Cli cli = new Cli(directory).with("NYDUSVIEW_RETRY_FOR", "0");
        if (!Files.isWritable(Path.of("/proc/sys/kernel/hostname"))) {
            cli.with("NYDUSVIEW_PLUGIN_NETWORK", "true");
        }
        process = cli.process(
                Main.class,
                "authz",
                "--policy",
                policyFile().toString(),
                "--socket",
                socket().toString(),
                "--plugins",
                plugins.directory().toString(),
                "--cache-dir",
                directory.resolve("cache").toString());
        messages = ProcessLines.of(process.getErrorStream());
        messages.nextWith("serving docker on " + socket());
    }

    private JsonNode ask(String path, String document) throws IOException {
        return AuthzGate.ask(socket(), path, document.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode request(String uri, String body) throws IOException {
        String encoded = Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
        return ask(
                "/AuthZPlugin.AuthZReq",
                "{\"RequestMethod\":\"POST\",\"RequestUri\":\"" + uri
                        + "\",\"RequestHeaders\":{\"Content-Type\":\"application/json\",\"Content-Length\":\""
                        + body.length() + "\"}"
                        + (body.isEmpty() ? "" : ",\"RequestBody\":\"" + encoded + "\"") + "}");
    }

    private JsonNode pull(String tag) throws IOException {
        String reference = registry.reference(tag);
        int colon = reference.lastIndexOf(':');
        return request(
                "/v1.41/images/create?fromImage="
                        + reference.substring(0, colon).replace(":", "%3A") + "&tag=" + tag,
                "");
    }

    private static String rule(String name, String more) {
        return "{\"name\":\"" + name + "\",\"levels\":[\"high\",\"critical\"]," + more + "}";
    }

    @Test
    void whatPluginsFindDecides() throws Exception {
        plugins.add("keys", KEYS);
        policy(
                rule("pushes", "\"decision\":\"alert\",\"actions\":[\"push\"],\"plugins\":[\"keys\"]"),
                rule("pulls", "\"decision\":\"block\",\"plugins\":[\"keys\"]"));
        start();

        assertThat(ask("/Plugin.Activate", "").get("Implements").toString()).isEqualTo("[\"authz\"]");
        JsonNode denied = pull("nydus-v6");
        assertThat(denied.get("Allow").asBoolean()).isFalse();
        assertThat(denied.get("Msg").asString())
                .startsWith("pull of " + registry.reference("nydus-v6") + "@sha256:")
                .contains("rule \"pulls\"", "HIGH keys: /root/.ssh/id_rsa: test");
        int ranged = faults.ranged();
        assertThat(ranged).isPositive();

        JsonNode created =
                request("/v1.41/containers/create?name=a", "{\"Image\":\"" + registry.reference("nydus-v6") + "\"}");
        assertThat(created.get("Allow").asBoolean()).isFalse();
        JsonNode pushed =
                request("/v1.41/images/" + registry.reference("x").replaceFirst(":x$", "") + "/push?tag=nydus-v6", "");
        assertThat(pushed.get("Allow").asBoolean()).isTrue();
        assertThat(faults.ranged()).as("the judgement is kept").isEqualTo(ranged);
        assertThat(request("/v1.41/networks/create", "{}").get("Allow").asBoolean())
                .isTrue();
        ProcessLines audit = ProcessLines.of(process.getInputStream());
        assertThat(audit.next()).contains("\"answer\":\"deny\"", "\"action\":\"pull\"", "\"kept\":false");
        assertThat(audit.next()).contains("\"answer\":\"deny\"", "\"action\":\"create\"", "\"kept\":true");
        assertThat(audit.next()).contains("\"answer\":\"alert\"", "\"action\":\"push\"", "\"kept\":true");
    }

    @Test
    void whatBreaksOrIsNotReadIsDecidedByTheRule() throws Exception {
        plugins.add("broken", "exit 3\n");
        plugins.add("slow", "sleep 30\n");
        plugins.add("reader", "cat \"$NYDUSVIEW_ROOT\"/etc/passwd >/dev/null 2>&1; exit 0\n");
        policy(
                rule(
                        "creates",
                        "\"decision\":\"block\",\"actions\":[\"create\"],\"plugins\":[\"broken\"],"
                                + "\"onIncomplete\":\"allow\""),
                rule(
                        "pushes",
                        "\"decision\":\"block\",\"actions\":[\"push\"],\"plugins\":[\"slow\"]," + "\"timeout\":\"1s\""),
                rule("plugins", "\"decision\":\"block\",\"actions\":[\"service\"],\"plugins\":[\"broken\"]"),
                rule("pulls", "\"decision\":\"block\",\"plugins\":[\"reader\"]"));
        start();
        String image = "\"Image\":\"" + registry.reference("nydus-v6") + "\"";

        assertThat(request("/containers/create", "{" + image + "}").get("Allow").asBoolean())
                .isTrue();
        JsonNode service = request("/services/create", "{\"TaskTemplate\":{\"ContainerSpec\":{" + image + "}}}");
        assertThat(service.get("Allow").asBoolean()).isFalse();
        assertThat(service.get("Msg").asString()).contains("broken: the plugin ended with exit code 3");
        JsonNode late =
                request("/images/" + registry.reference("x").replaceFirst(":x$", "") + "/push?tag=nydus-v6", "");
        assertThat(late.get("Allow").asBoolean()).isFalse();
        assertThat(late.get("Msg").asString()).contains("not judged in time");

        faults.spoil(Faults.Kind.GONE, 0, Integer.MAX_VALUE);
        JsonNode unread = pull("nydus-v6");
        assertThat(unread.get("Allow").asBoolean()).isFalse();
        assertThat(unread.get("Msg").asString()).contains("reader:", "read");
        JsonNode missing = pull("no-such-tag");
        assertThat(missing.get("Allow").asBoolean()).isFalse();
        assertThat(missing.get("Msg").asString()).contains("MANIFEST_UNKNOWN");
    }

    @Test
    void fiftyAtOnceShareOneScan() throws Exception {
        plugins.add("keys", "echo run >> " + directory.resolve("runs") + "\n" + KEYS);
        policy(rule("all", "\"decision\":\"block\""));
        start();

        ExecutorService clients = Executors.newFixedThreadPool(50);
        try {
            List<Callable<JsonNode>> asked = new ArrayList<>();
            for (int client = 0; client < 50; client++) {
                asked.add(() -> pull("nydus-v6"));
            }
            for (Future<JsonNode> answer : clients.invokeAll(asked)) {
                assertThat(answer.get().get("Allow").asBoolean()).isFalse();
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(Files.readAllLines(directory.resolve("runs"))).hasSize(1);
    }

    @Test
    void thePolicyIsReadAgain() throws Exception {
        plugins.add("nothing", "true\n");
        policy("{\"name\":\"first\",\"decision\":\"deny\"}");
        start();
        assertThat(pull("nydus-v6").get("Msg").asString()).contains("rule \"first\"");

        Files.writeString(policyFile(), "{\"schemaVersion\":1,");
        hangUp();
        messages.nextWith("kept the previous policy: ");
        assertThat(pull("nydus-v6").get("Msg").asString()).contains("rule \"first\"");

        policy(rule("second", "\"decision\":\"block\""));
        hangUp();
        messages.nextWith("reloaded the policy " + policyFile());
        assertThat(pull("nydus-v6").get("Allow").asBoolean()).isTrue();
    }

    private void hangUp() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    }
}
