package dev.nydusview.authz.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.authz.docker.Action;
import dev.nydusview.authz.docker.ApiRequest;
import dev.nydusview.authz.docker.ImageCall;
import dev.nydusview.authz.docker.ImageCalls;
import dev.nydusview.authz.docker.ImageName;
import dev.nydusview.authz.docker.Target;
import dev.nydusview.authz.judge.Level;
import java.io.IOException;
import java.nio.ByteBuffer;
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
        return Policy.read(Files.writeString(directory.resolve("policy.json"), content));
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
        assertThat(policy.otherwise()).isEqualTo(Answer.ALERT);
        assertThat(policy.bounds())
                .isEqualTo(new Bounds(3, 4, 5, Duration.ofHours(2), Duration.ofSeconds(1), Duration.ofMillis(500), 6));
        assertThat(policy.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.actions()).containsExactlyInAnyOrder(Action.PULL, Action.CREATE);
            assertThat(rule.plugins()).containsExactly("keys*");
            assertThat(rule.levels()).containsExactlyInAnyOrder(Level.HIGH, Level.CRITICAL);
            assertThat(rule.decision()).isEqualTo(RuleDecision.BLOCK);
            assertThat(List.of(rule.onIncomplete(), rule.onFailure(), rule.onTimeout(), rule.unresolvable()))
                    .containsExactly(Answer.ALERT, Answer.DENY, Answer.ALLOW, Answer.ALLOW);
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
        assertThat(block.actions()).containsExactlyInAnyOrder(Action.values());
        assertThat(block.plugins()).isEmpty();
        assertThat(List.of(block.onIncomplete(), block.onFailure(), block.onTimeout(), block.unresolvable()))
                .containsOnly(Answer.DENY);
        Rule alert = policy.rules().get(1);
        assertThat(List.of(alert.onIncomplete(), alert.onFailure(), alert.onTimeout(), alert.unresolvable()))
                .containsOnly(Answer.ALERT);
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

    private static ImageName named(String name, String tag) {
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

    @Test
    void forAnUnknownImageTheStrictestRuleCounts() throws IOException {
        String strict =
                "{'name':'x','levels':['low'],'decision':'block','references':['x.example/**'],'actions':['ACTION']}";
        String below = ",{'name':'v','decision':'deny'}";
        assertThat(withRules("{'name':'z','decision':'allow'}" + below).onUnreadable(unreadable()))
                .isEqualTo(Answer.ALLOW);
        String mild = strict.replace("ACTION", "create").replace("'x'", "'y'").replace("}", ",'onFailure':'alert'},");
        assertThat(withRules(mild + strict.replace("ACTION", "pull")).onUnreadable(unreadable()))
                .isEqualTo(Answer.ALERT);
        assertThat(withRules(mild + strict.replace("ACTION", "create")).onUnreadable(unreadable()))
                .isEqualTo(Answer.DENY);
        assertThat(withRules("{'name':'z','decision':'deny'}").onUnreadable(unreadable()))
                .isEqualTo(Answer.DENY);
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
                "{'schemaVersion':1,'default':'deny','rules':[]} | the policy: rules is [], not a list with something in it",
                "{'schemaVersion':1,'default':'deny','rules':[1]} | rules[0] is not an object",
                "{'schemaVersion':1,'default':'deny','rules':[{}]} | rules[0]: name is missing",
                "{'schemaVersion':1,'default':'deny','rules':[{'name':''}]} | rules[0]: decision is missing",
                "{'schemaVersion':1,'default':'deny','bounds':{'scans':0},'rules':[]} | bounds: scans is 0, not a number from 1 to 64",
                "{'schemaVersion':1,'default':'deny','bounds':{'scan':1},'rules':[]} | bounds: scan is not known here",
                "{'schemaVersion':1,'default':'deny','nydus':'a/**','rules':[]} | the policy: nydus is \"a/**\", not a list",
                "{'schemaVersion':1,'default':'deny','nydus':[1],'rules':[]} | the policy: nydus[0] is 1, not a text",
                "{'schemaVersion':1,'default':'deny','bounds':1,'rules':[]} | bounds is not an object",
                "{'schemaVersion':1,'schemaVersion':1} | line 1, column",
                "{'schemaVersion':1,} x | line 1, column",
                "{'schemaVersion':1 | line 1, column",
            })
    void whatIsWrongIsSaidWithItsPlace(String content, String reason) {
        assertThatThrownBy(() -> policy(content.replace('\'', '"')))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the policy " + directory.resolve("policy.json") + " is not one: ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'decision':'block' | rules[1]: levels is missing",
                "'decision':'drop','levels':['low'] | decision is \"drop\", not one of block, alert, allow, deny",
                "'decision':'block','levels':'low' | levels is \"low\", not a list with something in it",
                "'decision':'block','levels':['low','bad'] | levels[1] is \"bad\", not one of none, low, medium, high, critical",
                "'decision':'block','levels':['low'],'actions':['pull','build'] | actions[1] is \"build\", not one of pull, create",
                "'decision':'block','levels':['low'],'references':[1] | references[0] is 1, not a text",
                "'decision':'block','levels':['low'],'timeout':'soon' | timeout is \"soon\", not a duration such as",
                "'decision':'block','levels':['low'],'timeout':30 | timeout is 30, not a duration",
                "'decision':'block','levels':['low'],'timeout':'0s' | timeout is \"0s\", not a duration",
                "'decision':'block','levels':['low'],'level':['low'] | rules[1]: level is not known here; there is name, decision",
                "'decision':'allow','timeout':'3s' | rules[1]: timeout has no meaning",
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
                .hasMessageContaining("rules[1]: name is \"a\", as that of another rule");
    }
}
