package dev.nydusview.authz.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.authz.docker.Action;
import dev.nydusview.authz.docker.ApiRequest;
import dev.nydusview.authz.docker.ImageCall;
import dev.nydusview.authz.docker.ImageCalls;
import dev.nydusview.authz.docker.Target;
import dev.nydusview.authz.scan.Level;
import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static final String DIGEST = "sha256:" + "c".repeat(64);

    @TempDir
    Path directory;

    private Policy policy(String content) throws IOException {
        return PolicyReader.read(Files.writeString(directory.resolve("policy.json"), content));
    }

    private static ImageCall pull(String name, String tag) {
        String uri = "/images/create?fromImage=" + name + "&tag=" + tag;
        return ImageCalls.find(new ApiRequest("POST", uri, Map.of(), ByteBuffer.allocate(0)))
                .orElseThrow();
    }

    private static ImageCall unreadable() {
        return ImageCalls.find(new ApiRequest("POST", "/containers/create", Map.of(), ByteBuffer.allocate(0)))
                .orElseThrow();
    }

    private static Optional<String> ruleOf(Policy policy, ImageCall call) {
        return policy.rule(call).map(Rule::name);
    }

    @Test
    void allThatCanBeSaidIsRead() throws IOException {
        Policy policy = policy(
                """
                {
                  // what is run
                  "schemaVersion": 1,
                  "default": "alert",
                  "bounds": {"scans": 3, "waiting": 4, "kept": 5, "scanTimeout": "2h", "retryAfter": "1s",
                             "tagAge": "500ms", "lines": 6},
                  "rules": [{
                    "name": "production",
                    "actions": ["pull", "Create"],
                    "references": ["registry.example/**"],
                    "plugins": ["keys*"],
                    "levels": ["high", "CRITICAL"],
                    "decision": "block",
                    "onIncomplete": "alert",
                    "onFailure": "deny",
                    "onTimeout": "allow",
                    "unresolvable": "allow",
                    "timeout": "30s",
                    "maxAge": "7d",
                  }],
                }
                """);
        assertThat(policy.otherwise()).isEqualTo(Effect.ALERT);
        assertThat(policy.bounds())
                .isEqualTo(new Bounds(3, 4, 5, Duration.ofHours(2), Duration.ofSeconds(1), Duration.ofMillis(500), 6));
        assertThat(policy.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.actions()).containsExactlyInAnyOrder(Action.PULL, Action.CREATE);
            assertThat(rule.plugins()).containsExactly("keys*");
            assertThat(rule.levels()).containsExactlyInAnyOrder(Level.HIGH, Level.CRITICAL);
            assertThat(rule.decision()).isEqualTo(RuleDecision.BLOCK);
            assertThat(List.of(rule.onIncomplete(), rule.onFailure(), rule.onTimeout(), rule.unresolvable()))
                    .containsExactly(Effect.ALERT, Effect.DENY, Effect.ALLOW, Effect.ALLOW);
            assertThat(rule.timeout()).isEqualTo(Duration.ofSeconds(30));
            assertThat(rule.maxAge()).isEqualTo(Duration.ofDays(7));
        });
    }

    @Test
    void whatIsNotSaidIsStrict() throws IOException {
        Policy policy =
                policy("{'schemaVersion':1,'default':'deny','rules':[{'name':'a','levels':['low'],'decision':'block'},"
                                .replace('\'', '"')
                        + "{\"name\":\"b\",\"levels\":[\"low\"],\"decision\":\"alert\"}]}");
        Rule block = policy.rules().get(0);
        assertThat(block.actions())
                .containsExactlyInAnyOrder(Action.PULL, Action.CREATE, Action.PUSH, Action.SERVICE, Action.PLUGIN);
        assertThat(block.plugins()).isEmpty();
        assertThat(List.of(block.onIncomplete(), block.onFailure(), block.onTimeout(), block.unresolvable()))
                .containsOnly(Effect.DENY);
        Rule alert = policy.rules().get(1);
        assertThat(List.of(alert.onIncomplete(), alert.onFailure(), alert.onTimeout(), alert.unresolvable()))
                .containsOnly(Effect.ALERT);
    }

    private Policy withRules(String rules) throws IOException {
        return policy(
                "{'schemaVersion':1,'default':'allow','rules':[".replace('\'', '"') + rules.replace('\'', '"') + "]}");
    }

    @Test
    void nydusImagesAreAdmittedInRepositoriesThatAreNamed() throws IOException {
        Policy policy =
                policy("{\"schemaVersion\":1,\"default\":\"deny\",\"nydus\":[\"localhost:5000/a/*\",\"docker.io/x/y\"],"
                        + "\"rules\":[{\"name\":\"all\",\"decision\":\"allow\"}]}");
        assertThat(policy.admitsNydus(named("localhost:5000/a/b", "1"))).isTrue();
        assertThat(policy.admitsNydus(named("x/y", "1"))).isTrue();
        assertThat(policy.admitsNydus(named("localhost:5000/b", "1"))).isFalse();
        assertThat(policy.admitsNydus(named("debian", "1"))).isFalse();
        assertThat(withRules("{'name':'all','decision':'allow'}").admitsNydus(named("x/y", "1")))
                .isFalse();
    }

    private static ImageReference named(String name, String tag) {
        return ((Target.Remote) pull(name, tag).target()).name();
    }

    @Test
    void theFirstRuleThatMatchesDecides() throws IOException {
        Policy policy = withRules("{'name':'one','decision':'allow','references':['docker.io/library/debian:12']},"
                + "{'name':'create','decision':'deny','actions':['create']},"
                + "{'name':'library','decision':'deny','references':['docker.io/library/*']},"
                + "{'name':'repository','decision':'deny','references':['localhost:5000/a/b']},"
                + "{'name':'registry','decision':'deny','references':['localhost:5000/**']},"
                + "{'name':'all of one','decision':'deny','references':['x.example/?']}");
        assertThat(ruleOf(policy, pull("debian", "12"))).hasValue("one");
        assertThat(ruleOf(policy, pull("debian", "11"))).hasValue("library");
        assertThat(ruleOf(policy, pull("user/debian", "12"))).isEmpty();
        assertThat(ruleOf(policy, pull("localhost:5000/a/b", "1"))).hasValue("repository");
        assertThat(ruleOf(policy, pull("localhost:5000/a/b", DIGEST))).hasValue("repository");
        assertThat(ruleOf(policy, pull("localhost:5000/a/c", "1"))).hasValue("registry");
        assertThat(ruleOf(policy, pull("x.example/a", "1"))).hasValue("all of one");
        assertThat(ruleOf(policy, pull("x.example/aa", "1"))).isEmpty();
    }

    @Test
    void aTagBesideADigestIsNoReason() throws IOException {
        Policy policy = withRules("{'name':'one','decision':'allow','references':['docker.io/library/debian:12*']}");
        assertThat(ruleOf(policy, pull("debian:12", ""))).hasValue("one");
        assertThat(ruleOf(policy, pull("debian:12@" + DIGEST, ""))).isEmpty();
        assertThat(ruleOf(policy, pull("debian:12", DIGEST))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example/**, evil.example/app EVIL.example/app Evil.Example:443/a/b evil.example:0443/app,"
                + " evil.example:5000/app evil.examples/app evil.example:80/app",
        "EVIL.example:443/**, evil.example/app evil.example:443/app, other.example/app",
        "evil.example./app, evil.example/app, evil.example/other",
        "docker.io/bad/**, bad/x docker.io/bad/x DOCKER.IO/bad/x index.docker.io/bad/x Index.docker.io/bad/x"
                + " registry-1.docker.io/bad/x registry.hub.docker.com/bad/x docker.io:443/bad/x, good/x",
        "registry-1.docker.io/bad/*, bad/x, bad/x/y",
        "bad/**, bad/x docker.io/bad/x, evil.example/bad/x",
        "docker.io/debian, debian library/debian docker.io/library/debian Docker.io/debian, user/debian",
        "debian, debian docker.io/library/debian, user/debian",
        "docker.io/**, debian registry-1.docker.io/library/debian, evil.example/debian",
        "localhost/**, localhost/bad LOCALHOST/bad localhost:443/bad localhost:80/bad, localhost:5000/bad",
        "localhost:443/**, localhost/bad localhost:80/bad, localhost:5000/bad",
        "localhost:5000/**, LocalHost:5000/bad localhost:05000/bad, localhost/bad",
        "127.0.0.1:5000/**, 127.0.0.1:5000/a 127.1:5000/a 0177.0.0.1:5000/a [::ffff:7f00:1]:5000/a, 127.0.0.2:5000/a",
        "[0:0::1]:5000/**, [::1]:5000/a [0:0:0:0:0:0:0:1]:5000/a, [::2]:5000/a",
        "HOST/**, Host/app host:443/app, host/app",
        "*.EXAMPLE:443/**, a.example/x A.Example:443/x, a.example:5000/x",
        "*/bad, evil.example/bad, evil.example/x/bad",
    })
    void aRuleIsAboutAllSpellingsThatDockerTakes(String glob, String taken, String left) throws IOException {
        Policy policy = withRules("{'name':'one','decision':'deny','references':['" + glob + "']}");
        for (String name : taken.split(" ", -1)) {
            assertThat(ruleOf(policy, pull(name, "1"))).as(name).hasValue("one");
            assertThat(ruleOf(policy, pull(name, ""))).as("all of " + name).hasValue("one");
            assertThat(ruleOf(policy, create(name))).as("create " + name).hasValue("one");
        }
        for (String name : left.split(" ", -1)) {
            assertThat(ruleOf(policy, pull(name, "1"))).as(name).isEmpty();
            assertThat(ruleOf(policy, create(name))).as("create " + name).isEmpty();
        }
    }

    private static ImageCall create(String image) {
        byte[] body = ("{\"Image\":\"" + image + "\"}").getBytes(StandardCharsets.UTF_8);
        return ImageCalls.find(new ApiRequest("POST", "/containers/create", Map.of(), ByteBuffer.wrap(body)))
                .orElseThrow();
    }

    @Test
    void whatIsNoNameIsComparedAsItIsWritten() throws IOException {
        String id = "0123456789ab";
        Policy policy = withRules("{'name':'id','decision':'deny','references':['" + id + "','sha256:*','*.x./*']}");
        assertThat(ruleOf(policy, create(id))).hasValue("id");
        assertThat(ruleOf(policy, create("sha256:" + "ab".repeat(32)))).hasValue("id");
        assertThat(ruleOf(policy, create("a.x./y"))).hasValue("id");
        assertThat(ruleOf(policy, create("abcdefabcdef"))).isEmpty();
    }

    @Test
    void forAnUnknownImageTheStrictestRuleCounts() throws IOException {
        String strict =
                "{'name':'x','levels':['low'],'decision':'block','references':['x.example/**'],'actions':['ACTION']}";
        String below = ",{'name':'v','decision':'deny'}";
        assertThat(withRules("{'name':'z','decision':'allow'}" + below).onUnreadable(unreadable()))
                .isEqualTo(Effect.ALLOW);
        String mild = strict.replace("ACTION", "create").replace("'x'", "'y'").replace("}", ",'onFailure':'alert'},");
        assertThat(withRules(mild + strict.replace("ACTION", "pull")).onUnreadable(unreadable()))
                .isEqualTo(Effect.ALERT);
        assertThat(withRules(mild + strict.replace("ACTION", "create")).onUnreadable(unreadable()))
                .isEqualTo(Effect.DENY);
        assertThat(withRules("{'name':'z','decision':'deny'}").onUnreadable(unreadable()))
                .isEqualTo(Effect.DENY);
    }

    private static ImageCall request(String uri, String type) {
        ApiRequest request = new ApiRequest("POST", uri, Map.of("Content-Type", type), ByteBuffer.allocate(0));
        return ImageCalls.find(request).orElseThrow();
    }

    @Test
    void onlyRulesThatNameAnActionDecideWithoutAScan() throws IOException {
        ImageCall build = request("/build", "application/x-tar");
        assertThat(withRules("{'name':'a','decision':'deny'}").subject(build)).isEmpty();
        Policy policy = withRules("{'name':'pulls','decision':'deny','actions':['pull','load']},"
                + "{'name':'builds','levels':['low'],'decision':'block','actions':['build','Swarm']},"
                + "{'name':'again','decision':'allow','actions':['build']}");
        assertThat(policy.subject(build)).contains(build);
        assertThat(policy.ruleNaming(Action.BUILD).map(Rule::onUnscannable)).contains(Effect.DENY);
        assertThat(policy.ruleNaming(Action.LOAD).map(Rule::name)).contains("pulls");
        assertThat(policy.ruleNaming(Action.SWARM).map(Rule::name)).contains("builds");
        assertThat(policy.ruleNaming(Action.TAG)).isEmpty();
    }

    @Test
    void anImportThatMayBeAPullIsDecidedAsOneUnlessImportsAreNamed() throws IOException {
        ImageCall doubtful = request("/images/create?fromSrc=-", "text/plain");
        String deny = "{'name':'pulls','decision':'deny','actions':['pull']}";
        assertThat(withRules(deny).subject(doubtful).map(ImageCall::action)).contains(Action.PULL);
        Policy named = withRules("{'name':'imports','decision':'allow','actions':['import']}," + deny);
        assertThat(named.subject(doubtful).map(ImageCall::action)).contains(Action.IMPORT);
    }

    @Test
    void whatMayBeAnotherActionIsDecidedByTheStricter() throws IOException {
        ImageCall pull = request("/images/create?fromImage=a&tag=1", "text/plain");
        ImageCall update = request("/services/a/update?x=%", "application/json");
        assertThat(List.of(pull.target(), update.target())).hasOnlyElementsOfType(Target.Unreadable.class);
        String allow = "{'name':'all','decision':'allow'}";
        String deny = ",{'name':'others','decision':'deny','actions':['import','service-rollback']}";
        for (ImageCall call : List.of(pull, update)) {
            assertThat(withRules(allow).onUnreadable(call)).isEqualTo(Effect.ALLOW);
            assertThat(withRules(allow + deny).onUnreadable(call)).isEqualTo(Effect.DENY);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[] | the policy is not an object",
                "{} | the policy: schemaVersion is missing",
                "{'schemaVersion':2} | the policy: schemaVersion is 2, not a number from 1 to 1",
                "{'schemaVersion':1} | the policy: default is missing",
                "{'schemaVersion':1,'default':'maybe'} | the policy: default is \"maybe\", not one of allow, alert, deny",
                "{'schemaVersion':1,'default':'deny'} | the policy: rules is missing",
                "{'schemaVersion':1,'default':'deny','rules':[]} | the policy: rules is [], not a list of at least one value",
                "{'schemaVersion':1,'default':'deny','rules':[1]} | rules[0] is not an object",
                "{'schemaVersion':1,'default':'deny','rules':[{}]} | rules[0]: name is missing",
                "{'schemaVersion':1,'default':'deny','rules':[{'name':''}]} | rules[0]: decision is missing",
                "{'schemaVersion':1,'default':'deny','bounds':{'scans':0},'rules':[]} | bounds: scans is 0, not a number from 1 to 64",
                "{'schemaVersion':1,'default':'deny','bounds':{'scan':1},'rules':[]} | bounds: scan is unknown",
                "{'schemaVersion':1,'default':'deny','nydus':'a/**','rules':[]} | the policy: nydus is \"a/**\", not a list of at least one value",
                "{'schemaVersion':1,'default':'deny','nydus':[1],'rules':[]} | the policy: nydus[0] is 1, not a string",
                "{'schemaVersion':1,'default':'deny','bounds':1,'rules':[]} | bounds is not an object",
                "{'schemaVersion':1,'schemaVersion':1} | line 1, column",
                "{'schemaVersion':1,} x | line 1, column",
                "{'schemaVersion':1 | line 1, column",
            })
    void whatIsWrongIsSaidWithItsPlace(String content, String reason) {
        assertThatThrownBy(() -> policy(content.replace('\'', '"')))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the policy " + directory.resolve("policy.json") + " is invalid: ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'decision':'block' | rules[1]: levels is missing",
                "'decision':'drop','levels':['low'] | decision is \"drop\", not one of block, alert, allow, deny",
                "'decision':'block','levels':'low' | levels is \"low\", not a list of at least one value",
                "'decision':'block','levels':['low','bad'] | levels[1] is \"bad\", not one of none, low, medium, high, critical",
                "'decision':'block','levels':['low'],'actions':['pull','run'] | actions[1] is \"run\", not one of pull, create",
                "'decision':'deny','actions':['pull','plugin-create'],'references':['a/**'] | references cannot be known for the action plugin-create",
                "'decision':'block','levels':['low'],'references':[1] | references[0] is 1, not a string",
                "'decision':'block','levels':['low'],'timeout':'soon' | timeout is \"soon\", not a duration such as",
                "'decision':'block','levels':['low'],'timeout':30 | timeout is 30, not a duration",
                "'decision':'block','levels':['low'],'timeout':'0s' | timeout is \"0s\", not a duration",
                "'decision':'block','levels':['low'],'level':['low'] | rules[1]: level is unknown; known are name, decision",
                "'decision':'allow','timeout':'3s' | rules[1]: timeout has no effect",
                "'decision':'deny','name':'first' | line 1",
            })
    void whatIsWrongWithARuleIsSaid(String members, String reason) {
        assertThatThrownBy(() -> withRules("{'name':'first','decision':'allow'},{'name':'second'," + members + "}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void namesOfRulesDiffer() {
        assertThatThrownBy(() -> withRules("{'name':'a','decision':'allow'},{'name':'a','decision':'deny'}"))
                .hasMessageContaining("rules[1]: name is \"a\", the name of another rule");
    }
}
