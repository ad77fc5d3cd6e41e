package dev.nydusview.authz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.authz.docker.Action;
import dev.nydusview.authz.policy.Effect;
import dev.nydusview.authz.policy.PolicyReader;
import dev.nydusview.authz.scan.FakeScanner;
import dev.nydusview.authz.scan.Finding;
import dev.nydusview.authz.scan.Level;
import dev.nydusview.authz.scan.UnresolvableImageException;
import dev.nydusview.http.HttpRequest;
import dev.nydusview.http.HttpResponse;
import dev.nydusview.http.UnixHttpClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests answers to docker over the socket. */
@Timeout(60)
class AuthorizationPluginTest {
    private static final String MEDIA_TYPE = "application/vnd.docker.plugins.v1.1+json";
    private static final String BLOCK = "{'name':'production','decision':'block','levels':['high','critical']}";
    private static final String NAME = "docker.io/library/debian:12";
    private static final String PINNED = NAME + "@" + FakeScanner.digest(NAME);

    @TempDir
    Path directory;

    private PluginFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new PluginFixture(directory, BLOCK);
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    private PluginFixture.Answered pull() throws IOException {
        return fixture.ask(DockerRequests.pull("debian", "12"));
    }

    private static String with(String member, Effect answer) {
        return BLOCK.replace("}", ",'" + member + "':'" + answer + "'}");
    }

    @Test
    void itIsAnAuthorizationPlugin() throws IOException {
        HttpResponse response = fixture.post("/Plugin.Activate", "");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).isEqualTo(MEDIA_TYPE);
        assertThat(PluginFixture.text(response)).isEqualTo("{\"Implements\":[\"authz\"]}");
    }

    @Test
    void whatNamesNoImagePasses() throws IOException {
        assertThat(fixture.ask(DockerRequests.request("GET", "/v1.43/containers/json", ""))
                        .allow())
                .isTrue();
        assertThat(fixture.ask(DockerRequests.request("POST", "/v1.43/build", ""))
                        .allow())
                .isTrue();
        assertThat(fixture.scanner.resolved()).isZero();
        assertThat(fixture.decisions).isEmpty();
    }

    @Test
    void responsesPass() throws IOException {
        for (String body : List.of("{}", "", "x", "{\"ResponseBody\":\"" + "a".repeat(1 << 20) + "\"}")) {
            HttpResponse response = fixture.post("/AuthZPlugin.AuthZRes", body);
            assertThat(PluginFixture.text(response)).isEqualTo("{\"Allow\":true}");
        }
    }

    @Test
    void aCleanImageIsAllowed() throws Exception {
        fixture.scanner.found(new Finding(Level.MEDIUM, "keys", "/etc/ssh"));
        assertThat(pull().allow()).isTrue();
        AuditRecord decision = fixture.decision();
        assertThat(decision.effect()).isEqualTo(Effect.ALLOW);
        assertThat(decision.cause()).isEqualTo(Cause.CLEAN);
        assertThat(decision.action()).isEqualTo(Action.PULL);
        assertThat(decision.user()).isEqualTo("CN=operator");
        assertThat(decision.image()).isEqualTo(PINNED);
        assertThat(decision.digest()).isEqualTo(FakeScanner.digest(NAME));
        assertThat(decision.rule()).isEqualTo("production");
        assertThat(decision.findings()).isEqualTo(Map.of(Level.MEDIUM, 1));
        assertThat(decision.cached()).isFalse();
        assertThat(fixture.scanner.queries()).singleElement().satisfies(query -> {
            assertThat(query.reference()).isEqualTo(PINNED);
            assertThat(query.plugins()).isEmpty();
            assertThat(query.timeout()).hasMinutes(10);
        });
    }

    @Test
    void whoIsDeniedLearnsWhy() throws Exception {
        fixture.scanner.found(
                new Finding(Level.LOW, "inventory", "/bin/sh"),
                new Finding(Level.HIGH, "cron", "/etc/cron.d/x\u001b[2J\ny"),
                new Finding(Level.HIGH, "cron", "last"),
                new Finding(Level.CRITICAL, "keys", "/root/.ssh/id_rsa is a private key"));
        PluginFixture.Answered answered = fixture.ask(DockerRequests.create("debian:12"));
        assertThat(answered.allow()).isFalse();
        assertThat(answered.msg())
                .isEqualTo("create of " + PINNED + " is denied: rule \"production\": it blocks CRITICAL, HIGH; found: "
                        + "1 CRITICAL, 2 HIGH, 1 LOW\n"
                        + "  CRITICAL keys: /root/.ssh/id_rsa is a private key\n"
                        + "  HIGH cron: /etc/cron.d/x\\x1b[2J y\n"
                        + "  and 1 more\n"
                        + "see all: nydusview scan " + PINNED + " --plugins DIR");
        AuditRecord decision = fixture.decision();
        assertThat(decision.cause()).isEqualTo(Cause.FINDINGS);
        assertThat(decision.message()).isEqualTo(answered.msg());
    }

    @Test
    void anAlertAllowsAndTells() throws Exception {
        fixture.reload(BLOCK.replace("block", "alert"));
        fixture.scanner.found(new Finding(Level.HIGH, "keys", "one"));
        assertThat(pull().allow()).isTrue();
        AuditRecord decision = fixture.decision();
        assertThat(decision.effect()).isEqualTo(Effect.ALERT);
        assertThat(decision.message()).contains("is allowed", "it reports CRITICAL, HIGH", "HIGH keys: one");
    }

    @ParameterizedTest
    @EnumSource
    void anIncompleteScanIsDecidedByThePolicy(Effect answer) throws Exception {
        fixture.reload(with("onIncomplete", answer));
        fixture.scanner.incomplete("2 reads failed", new Finding(Level.LOW, "keys", "one"));
        decidedBy(answer, Cause.INCOMPLETE, "2 reads failed; found: 1 LOW");
    }

    private void decidedBy(Effect answer, Cause cause, String reason) throws Exception {
        PluginFixture.Answered answered = pull();
        assertThat(answered.allow()).isEqualTo(answer != Effect.DENY);
        assertThat(answered.msg()).contains(reason);
        AuditRecord decision = fixture.decision();
        assertThat(decision.effect()).isEqualTo(answer);
        assertThat(decision.cause()).isEqualTo(cause);
    }

    @ParameterizedTest
    @EnumSource
    void whatAnIncompleteScanFindsCounts(Effect answer) throws Exception {
        fixture.reload(with("onIncomplete", answer));
        fixture.scanner.incomplete("2 reads failed", new Finding(Level.HIGH, "keys", "one"));
        decidedBy(Effect.DENY, Cause.FINDINGS, "found: 1 HIGH; 2 reads failed");
    }

    @ParameterizedTest
    @EnumSource
    void aFailureIsDecidedByThePolicy(Effect answer) throws Exception {
        fixture.reload(with("onFailure", answer));
        fixture.scanner.fails(new IOException("connection refused"));
        decidedBy(answer, Cause.FAILURE, "could not be judged: connection refused");
        fixture.scanner.resolvesNothing(new IOException());
        assertThat(fixture.ask(DockerRequests.pull("other", "1")).msg()).contains("java.io.IOException");
    }

    @ParameterizedTest
    @EnumSource
    void aTimeoutIsDecidedByThePolicyAndTheScanGoesOn(Effect answer) throws Exception {
        fixture.reload(with("onTimeout", answer).replace("}", ",'timeout':'20ms'}"));
        fixture.scanner.hold();
        decidedBy(answer, Cause.TIMEOUT, "longer than 20 ms");
        fixture.scanner.release();
        fixture.reload(BLOCK);
        assertThat(pull().allow()).isTrue();
        assertThat(fixture.scanner.scans()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void anImageThatNoRegistryHasIsDecidedByThePolicy(Effect answer) throws Exception {
        fixture.reload(with("unresolvable", answer));
        fixture.scanner.resolvesNothing(new UnresolvableImageException("manifest unknown"));
        decidedBy(answer, Cause.UNRESOLVABLE, "manifest unknown");
        PluginFixture.Answered byId = fixture.ask(DockerRequests.create("sha256:d746ecb1b0e4"));
        assertThat(byId.allow()).isEqualTo(answer != Effect.DENY);
        assertThat(byId.msg()).contains("sha256:d746ecb1b0e4", "ID of an image");
        assertThat(fixture.scanner.resolved()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatIsMissingIsDecidedByThePolicy(Effect answer) throws IOException {
        fixture.reload(with("onFailure", answer));
        PluginFixture.Answered answered = fixture.ask(DockerRequests.request("POST", "/v1.43/containers/create", ""));
        assertThat(answered.allow()).isEqualTo(answer != Effect.DENY);
        assertThat(answered.msg()).contains("docker did not pass on the body");
    }

    @Test
    void rulesMayDecideWithoutAScan() throws Exception {
        fixture.reload("{'name':'trusted','decision':'allow','references':['docker.io/library/*']},"
                + "{'name':'none','decision':'deny','references':['evil.example/**']}");
        assertThat(pull().allow()).isTrue();
        assertThat(fixture.ask(DockerRequests.pull("evil.example/a", "1")).msg())
                .isEqualTo("pull of evil.example/a:1 is denied: rule \"none\": it denies such images");
        assertThat(fixture.ask(DockerRequests.pull("other.example/a", "1")).msg())
                .isEqualTo("pull of other.example/a:1 is denied: no rule matches");
        assertThat(fixture.scanner.resolved()).isZero();
    }

    @Test
    void rulesThatNameThemDecideAboutOtherRequests() throws Exception {
        String build = DockerRequests.request("POST", "/v1.43/build?remote=x", "");
        fixture.reload(BLOCK + ",{'name':'no builds','decision':'deny','actions':['build','tag']},"
                + BLOCK.replace("production", "imports").replace("}", ",'actions':['import'],'unresolvable':'alert'}"));
        assertThat(fixture.ask(build).msg())
                .isEqualTo("build by /build is denied: rule \"no builds\": it denies such requests");
        AuditRecord decision = fixture.decision();
        assertThat(decision.action()).isEqualTo(Action.BUILD);
        assertThat(decision.cause()).isEqualTo(Cause.RULE);
        assertThat(fixture.ask(DockerRequests.request("POST", "/images/a/tag?repo=b", ""))
                        .allow())
                .isFalse();
        assertThat(fixture.ask(DockerRequests.request("POST", "/images/load", ""))
                        .msg())
                .isEmpty();
        PluginFixture.Answered imported = fixture.ask(DockerRequests.request("POST", "/images/create?fromSrc=x", ""));
        assertThat(imported.allow()).isTrue();
        assertThat(imported.msg())
                .isEqualTo("import by /images/create is allowed: rule \"imports\": it cannot be requested from a "
                        + "registry: such requests bring images of their own");
        assertThat(fixture.scanner.resolved()).isZero();
    }

    @Test
    void fiftyRequestsScanOnce() throws Exception {
        fixture.scanner.hold();
        BlockingQueue<Thread> scanning = new LinkedBlockingQueue<>();
        fixture.scanner.tell(scanning);
        fixture.scanner.found(new Finding(Level.HIGH, "keys", "one"));
        CountDownLatch ready = new CountDownLatch(50);
        ExecutorService clients = Executors.newFixedThreadPool(50);
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            boolean isPull = i % 2 == 0;
            answers.add(CompletableFuture.supplyAsync(() -> isAllowed(isPull, ready), clients));
        }
        ready.await();
        scanning.take();
        fixture.scanner.release();
        for (CompletableFuture<Boolean> answer : answers) {
            assertThat(answer.get()).isFalse();
        }
        clients.shutdown();
        assertThat(fixture.scanner.scans()).isEqualTo(1);
        assertThat(fixture.scanner.resolved()).isEqualTo(1);
        assertThat(fixture.decisions).hasSize(50);
    }

    private boolean isAllowed(boolean isPull, CountDownLatch ready) {
        try (UnixHttpClient client = fixture.connect()) {
            ready.countDown();
            ready.await();
            String request = isPull ? DockerRequests.pull("debian", "12") : DockerRequests.create("debian:12");
            HttpResponse answer = PluginFixture.post(client, DockerRequests.ASK, request);
            return PluginFixture.text(answer).contains("\"Allow\":true");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void decisionsAreKeptWhateverTheyAre() throws Exception {
        assertThat(pull().allow()).isTrue();
        fixture.scanner.found(new Finding(Level.HIGH, "keys", "one"));
        assertThat(pull().allow()).isTrue();
        assertThat(fixture.decision().cached()).isFalse();
        assertThat(fixture.decision().cached()).isTrue();
        assertThat(fixture.ask(DockerRequests.pull("other", "1")).allow()).isFalse();
        assertThat(fixture.ask(DockerRequests.pull("other", "1")).allow()).isFalse();
        assertThat(fixture.scanner.scans()).isEqualTo(2);
    }

    @Test
    void anotherPolicyDecidesByWhatIsKnown() throws IOException {
        fixture.scanner.found(new Finding(Level.MEDIUM, "keys", "one"));
        assertThat(pull().allow()).isTrue();
        fixture.reload(BLOCK.replace("'high'", "'medium'"));
        assertThat(pull().allow()).isFalse();
        assertThat(fixture.scanner.scans()).isEqualTo(1);
    }

    @Test
    void aDigestNeedsNoResolving() throws IOException {
        String digest = "sha256:" + "e".repeat(64);
        assertThat(fixture.ask(DockerRequests.create("debian:12@" + digest)).allow())
                .isTrue();
        assertThat(fixture.scanner.resolved()).isZero();
        assertThat(fixture.scanner.queries()).singleElement().satisfies(query -> assertThat(query.reference())
                .isEqualTo("docker.io/library/debian@" + digest));
    }

    @Test
    void aListenerThatFailsChangesNothing() throws IOException {
        Path socket = directory.resolve("other.sock");
        AuditListener failing = decision -> {
            throw new IllegalStateException("full");
        };
        try (AuthorizationPlugin other = AuthorizationPlugin.start(
                        PluginFixture.settings(socket),
                        PolicyReader.read(directory.resolve("policy.json")),
                        fixture.scanner,
                        failing);
                UnixHttpClient client = PluginFixture.connect(socket)) {
            assertThat(other).isNotNull();
            HttpResponse answer = PluginFixture.post(client, DockerRequests.ASK, DockerRequests.pull("debian", "12"));
            assertThat(PluginFixture.text(answer)).contains("\"Allow\":true");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "null",
                "{\"RequestMethod\":\"POST\"}",
                "{\"RequestMethod\":\"POST\",\"RequestUri\":1}",
                "{\"RequestMethod\":\"POST\",\"RequestUri\":\"/containers/create\",\"RequestBody\":\"?\"}",
                "{\"RequestMethod\":\"POST\",\"RequestUri\":\"/\",\"RequestHeaders\":{\"a\":[]}}",
            })
    void whatDockerDoesNotSendIsRefused(String body) throws IOException {
        PluginFixture.Answered answered = fixture.ask(body);
        assertThat(answered.status()).isEqualTo(400);
        assertThat(answered.allow()).isFalse();
        assertThat(answered.err()).isNotBlank();
    }

    @Test
    void othersAreNotFound() throws IOException {
        assertThat(fixture.post("/VolumeDriver.Create", "{}").status()).isEqualTo(404);
        assertThat(fixture.post("/", "{}").status()).isEqualTo(404);
        try (UnixHttpClient client = fixture.connect()) {
            HttpResponse got = client.send(HttpRequest.get("/Plugin.Activate"), PluginFixture.PATIENCE);
            assertThat(got.status()).isEqualTo(405);
            assertThat(got.header("Allow")).isEqualTo("POST");
        }
    }

    @Test
    void aBodyAsLargeAsDockersIsTaken() throws IOException {
        String body = "{\"Image\":\"debian:12\",\"Env\":[\"" + "x".repeat((1 << 20) - 100) + "\"]}";
        assertThat(fixture.ask(DockerRequests.request("POST", "/containers/create", body))
                        .allow())
                .isTrue();
        HttpResponse tooLarge = fixture.post(DockerRequests.ASK, "x".repeat((8 << 20) + 1));
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(PluginFixture.text(tooLarge)).contains("\"Allow\":false");
    }
}
