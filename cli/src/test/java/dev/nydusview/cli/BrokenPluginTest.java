package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.cli.Faults.Kind;
import dev.nydusview.testdata.HostProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plugins that fail, hang, break the protocol or leave processes behind. */
class BrokenPluginTest extends PluginRuns {
    @Test
    void failedReadsMakeItIncompleteWhateverThePluginSays() throws IOException {
        plugin("careless", "cat \"$NYDUSVIEW_ROOT\"/etc/passwd >/dev/null 2>&1; report Low /a\n");
        faults.spoil(Kind.GONE, 0, Integer.MAX_VALUE);

        Cli.Result result = run("--ignore-broken", "all");
        assertThat(result.code()).as(result.err()).isEqualTo(120);
        assertThat(result.err()).contains("INCOMPLETE: the result of careless for ", "/etc/passwd at 0: ");
        assertThat(result.out()).contains("1 finding, INCOMPLETE");
    }

    @Test
    void aBrokenPluginBlocksUnlessItIsToBeIgnored() throws IOException {
        plugin("broken", "echo oops >&2; exit 3\n");
        plugin("sound", "report Low /a\n");

        Cli.Result blocked = run();
        assertThat(blocked.code()).as(blocked.err()).isEqualTo(123);
        assertThat(blocked.err()).contains("the result of broken for ", "the plugin ended with exit code 3");
        Cli.Result ignored = run("--ignore-broken", "broken");
        assertThat(ignored.code()).as(ignored.err()).isZero();
        assertThat(ignored.err()).contains("broken   ignored");
        assertThat(receipt().get("complete").asBoolean()).isTrue();
    }

    @Test
    void oneThatBreaksTheProtocolOrHangsIsEnded() throws IOException {
        plugin("babbler", "printf '{\"sequence\":1,]' >&4; sleep 1000\n");
        plugin("forker", "for i in 1 2 3; do sleep 1000 & done; exit 0\n");
        plugin("flood", "while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done\n");
        plugin("sleeper", "sleep 1000\n");

        Cli.Result result = run("--timeout", "5s");
        assertThat(result.code()).as(result.err()).isEqualTo(123);
        assertThat(result.err())
                .contains("the plugin sent something that is not JSON")
                .contains("the plugin was still running after 5 seconds and was killed")
                .containsPattern("forker +complete");
        assertThat(receipt().get("scanners").toString()).contains("\"flood\"");
    }

    @Test
    void whateverPluginsSendTheOthersGoOn() throws IOException {
        plugin("huge", "{ printf '{\"sequence\":1,\"args\":[\"'; head -c 104857600 /dev/zero | tr '\\0' a; } >&4\n");
        plugin("cut-off", "printf '{\"sequence\":1,\"type' >&4; exit 0\n");
        plugin("closing", "exec 3<&-; printf '{\"sequence\":1,\"type\":\"hasNamespace\"}' >&4\n");
        plugin("killed", "kill -9 $$\n");
        plugin("no-event", "call github.com/chaitin/veinmind-tools/veinmind-common/go/service/report report '\"x\"'\n");
        liar("liar", "echo 'no such command' >&2; exit 2\n");
        plugin("sound", "report Low /a\n");

        Cli.Result result = run("--timeout", "60s");
        assertThat(result.code()).as(result.err()).isEqualTo(123);
        Map<String, String> problems = new HashMap<>();
        receipt()
                .get("scanners")
                .forEach(scanner -> problems.put(
                        scanner.get("name").asString(), scanner.get("problems").toString()));
        assertThat(problems.get("huge")).isEqualTo("[\"the plugin sent more than 16 MiB in one request\"]");
        assertThat(problems.get("cut-off")).isEqualTo("[\"the plugin ended in the middle of a request\"]");
        assertThat(problems.get("closing")).isEqualTo("[]");
        assertThat(problems.get("killed")).contains("killed by signal 9");
        assertThat(problems.get("no-event")).isEqualTo("[\"the plugin reported something that is not an event\"]");
        assertThat(problems.get("liar")).contains("exit code 2");
        assertThat(problems.get("sound")).isEqualTo("[]");
        assertThat(result.out()).contains("1 finding, INCOMPLETE", "/a: test");
    }

    /** Adds a plugin whose manifest lists a command that the plugin does not have. */
    private void liar(String name, String otherwise) throws IOException {
        Path file = plugin(name, "");
        String script = Files.readString(file);
        Files.writeString(file, script.replace("\"scan\",\"image\"", "\"no\",\"such\"") + otherwise);
    }

    @Test
    void processesThatEscapeIntoSessionsOfTheirOwnAreEnded() throws IOException {
        Path started = directory.resolve("started");
        String nap = HostProcesses.nap();
        String escape = "setsid env -i sh -c 'trap \"\" TERM HUP; echo >> " + started + "; exec sleep " + nap + "' &\n";
        plugin(
                "forker",
                escape + escape + "while [ \"$(wc -l 2>/dev/null <" + started + ")\" != 2 ]; do sleep 0.05; done\n");

        Cli.Result result = run("--timeout", "60s", "--plugin-processes", "0", "--plugin-memory", "0");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(Files.readAllLines(started)).hasSize(2);
        assertThat(HostProcesses.with(nap)).isEmpty();
    }
}
