package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.cli.env.Environment;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests messages about wrong arguments, which are checked before anything is opened. */
class UsageTest {
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) {
        cli = new Cli(directory);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            moutn                                         | Unmatched argument at index 0: 'moutn'
            mount                                         | REF is missing: name the image to mount
            mount app                                     | DIR is missing: name the mount point
            mount --target app                            | DIR is missing: name the mount point
            mount app dir --mount-path dir                | --mount-path contradicts DIR
            mount app dir third                           | Unmatched argument at index 3: 'third'
            mount app --run                               | --run needs a program: --run CMD ARG..., with {} for the mount point
            mount app dir -d --run true                   | --detach contradicts --run, which waits for its program
            ls                                            | Missing required parameter: 'REF'
            ls app --no-such-flag                         | Unknown option: '--no-such-flag'
            ls app --timeout soon                         | Invalid value for option '--timeout': 'soon' is not a duration such as 30s, 5m or 1h
            ls app --timeout 0                            | Invalid value for option '--timeout': the duration must be longer than zero
            ls app --retries 3                            | --retries is gone: requests are repeated for a time; write --retry-for DURATION
            ls app --creds me                             | --creds has no password: write USER:PASSWORD, or add --password-stdin
            ls app --creds me:secret --anonymous          | --anonymous contradicts --creds
            ls app --password-stdin                       | --password-stdin needs --creds USER, without a password
            ls app --format xml                           | Invalid value for option '--format': expected one of [TABLE, JSON, NDJSON] (case-insensitive) but was 'xml'
            inspect app -R stat                           | stat: Missing required parameter: 'PATH'; see `help stat`
            inspect app -R statt                          | unknown request 'statt': `help` lists all requests
            cache                                         | choose cache ls, prune, verify or clear
            umount                                        | Missing required parameter: 'DIR'
            plugin run dir app --scan-timeout 0           | Invalid value for option '--scan-timeout': the duration must be longer than zero
            plugin run dir app --retry-incomplete -1      | --retry-incomplete must not be negative
            plugin run dir app --jobs 0                   | --jobs must be at least 1
            plugin run dir app --jobs 65                  | --jobs must be at most 64
            plugin run dir app --plugin-jobs 0            | --plugin-jobs must be at least 1
            plugin run dir app --no-result-cache          | Unknown option: '--no-result-cache'
            authz --policy file --no-profile              | Unknown option: '--no-profile'
            authz --policy file --receipt=file            | Unknown option: '--receipt=file'
            authz --policy file --blob-dir=dir            | Unknown option: '--blob-dir=dir'
            """)
    void wrongArguments(String arguments, String message) {
        Cli.Result result = cli.run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("nydusview: " + message + "\n").contains("Try 'nydusview");
        assertThat(result.err().lines().count()).isLessThanOrEqualTo(4);
    }

    @Test
    void aMisspelledPlaceOfPluginsIsToldWithTheRightOne() {
        Cli.Result result = cli.run("scan", "app", "--plugins", "shippd");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .startsWith("nydusview: --plugins shippd: there is no such directory; the plugins that come with "
                        + "nydusview are called shipped\n");
    }

    @Test
    @Tag("soak")
    void aLimitThatPoliciesHaveIsStillTaken() {
        assertThat(cli.run("authz", "--policy", "/missing", "--timeout", "5s", "--plugins", "/missing")
                        .err())
                .contains("/missing")
                .doesNotContain("--timeout");
    }

    @Test
    @Tag("soak")
    void aCommandIsTheSameAloneAndAmongTheOthers() {
        Nydusview.commandLine(Environment.ofProcess()).getSubcommands().forEach((name, command) -> {
            assertThat(command.getCommandName()).isEqualTo(name);
            if (!"help".equals(name)) {
                String alone = cli.run(name, "--help").out();
                assertThat(alone)
                        .startsWith("Usage: ")
                        .isEqualTo(cli.run("help", name).out());
            }
        });
    }

    @Test
    void commandsAreListedInALineEachIfNoneIsNamed() {
        for (String[] none : new String[][] {{}, {"-q"}}) {
            Cli.Result result = cli.run(none);

            assertThat(result.code()).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .startsWith("nydusview: a command is missing. Commands:\n  mount ")
                    .containsPattern("\n  catalog +Lists the repositories")
                    .doesNotContain("\n   ");
        }
    }

    @ParameterizedTest
    @CsvSource({"-q version", "--log-level error version", "--color=never --no-progress version", "-q help plugin run"})
    void optionsOfEveryCommandMayStandBeforeIt(String arguments) {
        Cli.Result result = cli.run(arguments.split(" "));

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isNotEmpty();
    }

    @Test
    void optionsBeforeAGroupAreThoseOfItsCommand() {
        assertThat(cli.run("-q", "cache", "ls", "--format", "json").out()).startsWith("{");
        assertThat(cli.run("-q", "cache").err()).startsWith("nydusview: choose cache ls");
        assertThat(cli.run("--receipt", "ls", "app").err()).startsWith("nydusview: Unknown option: '--receipt'");
    }

    @Test
    void helpNamesCommonOptionsAndExplainsThemOnRequest() {
        String brief = cli.run("ls", "--help").out();
        String whole = cli.run("ls", "--help-all").out();

        assertThat(brief)
                .contains(
                        "\nMore options, explained by --help-all:\n",
                        "--human-readable",
                        "--format=FORMAT",
                        "--authfile,")
                .doesNotContain("Credentials file", "\nRegistry options:");
        assertThat(whole).contains("Credentials file", "\nRegistry options:").doesNotContain("More options");
        assertThat(brief.lines().count()).isLessThan(whole.lines().count() * 3 / 4);
    }

    @Test
    void shortNameOfHelpIsLeftToReadableSizes() {
        assertThat(cli.run("ls", "-h").err()).contains("Missing required parameter: 'REF'");
        assertThat(cli.run("du", "-h").err()).contains("Missing required parameter: 'REF'");
        assertThat(cli.run("stat", "-h").out()).startsWith("Usage: ");
    }

    @Test
    void similarCommandIsSuggested() {
        assertThat(cli.run("moutn").err()).contains("Did you mean: nydusview mount");
    }

    @Test
    void argumentsCannotMoveTheCursor() {
        assertThat(cli.run("ls", "app", "--\033[2Jx").err())
                .contains("--\\x1b[2Jx")
                .doesNotContain("\033");
    }

    @Test
    void passwordIsNeverPrinted() {
        assertThat(cli.run("ls", "app", "--creds", "me:secret", "--anonymous").err())
                .doesNotContain("secret");
    }

    @Test
    void variablesAreDefaultsOfOptions() {
        cli.with("NYDUSVIEW_FORMAT", "json");

        assertThat(cli.run("version").out()).startsWith("{");
        assertThat(cli.run("version", "--format", "table").out()).startsWith("nydusview ");
    }

    @Test
    void misspelledVariablesAreTold() {
        cli.with("NYDUSVIEW_FORMT", "json").with("NYDUSVIEW_NOTHING_LIKE_IT", "1");
        cli.with("NYDUSVIEW_FAIL_ON", "high").with("NYDUSVIEW_JAVA_OPTS", "-Xmx1g"); // of other commands, and none

        assertThat(cli.run("version").err().lines())
                .containsExactly(
                        "nydusview: the environment variable NYDUSVIEW_FORMT has no effect, as no option has that name: "
                                + "use NYDUSVIEW_FORMAT",
                        "nydusview: the environment variable NYDUSVIEW_NOTHING_LIKE_IT has no effect, as no option has "
                                + "that name: \"nydusview help COMMAND\" lists options, each of which has a variable");
        assertThat(cli.run("version", "-q").err()).isEmpty();
    }

    @Test
    void flagGivenTwiceByVariableAndArgumentStaysOn() {
        cli.with("NYDUSVIEW_PASSWORD_STDIN", "1");

        String message = "--password-stdin needs --creds USER, without a password";
        assertThat(cli.run("ls", "app").err()).contains(message);
        assertThat(cli.run("ls", "app", "--password-stdin").err()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            BASELINE=/b IGNORE_FILE=/i VEX=/v | scan app --scanner nosuch          | unknown scanner 'nosuch'
            BASELINE=/b SCANNER=nosuch        | scan app                           | unknown scanner 'nosuch'
            BASELINE=/b PLUGINS=/no/such      | scan app -snosuch                  | unknown scanner 'nosuch'
            SCANNER=trivy                     | scan app --plugins=/no/such        | no plugin or directory of plugins exists
            PLUGINS=/no/such                  | scan app                           | no plugin or directory of plugins exists
            PLUGINS=/no/such                  | scan app -- true                   | the arguments of true do not name the image
            PLUGINS=shipped SCANNER=trivy     | scan app                           | --plugins contradicts --scanner
            CREDS=me:secret                   | ls bootstrap:/no/such --anonymous  | /no/such
            ANONYMOUS=1                       | ls bootstrap:/no/such --creds me:p | /no/such
            TRUST_TWINS=team/**               | ls bootstrap:/no/such              | /no/such
            TRUST_TWINS=team/**               | ls bootstrap:/no/such --twin=any   | /no/such
            TRUST_TWINS=team/**               | ls bootstrap:/no/such --twin never | /no/such
            BACKEND=dir:/b                    | ls bootstrap:/no/such --backend-config /no/file | /no/file
            DETACH=1                          | mount bootstrap:/no/such --run cat {}/a         | /no/such
            """)
    void aVariableIsNoMistakeWhereItDoesNotAct(String variables, String arguments, String message) {
        for (String variable : variables.split(" ", -1)) {
            int equals = variable.indexOf('=');
            cli.with("NYDUSVIEW_" + variable.substring(0, equals), variable.substring(equals + 1));
        }

        assertThat(cli.run(arguments.split(" ")).err())
                .startsWith("nydusview: ")
                .contains(message);
    }

    @Test
    void wrongVariableIsRefused() {
        assertThat(cli.with("NYDUSVIEW_TIMEOUT", "never").run("ls", "app").code())
                .isEqualTo(2);
        assertThat(cli.with("NYDUSVIEW_TIMEOUT", "")
                        .with("NYDUSVIEW_QUIET", "maybe")
                        .run("version")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void helpExplainsACommand() {
        assertThat(cli.run("help", "ls").out())
                .isEqualTo(cli.run("ls", "--help").out());
        assertThat(cli.run("help", "plugin", "run").out())
                .isEqualTo(cli.run("plugin", "run", "--help").out());
        assertThat(cli.run("help", "--help-all", "ls").out())
                .isEqualTo(cli.run("ls", "--help-all").out());
        assertThat(cli.run("help", "plugin", "run", "--help-all").out())
                .isEqualTo(cli.run("plugin", "run", "--help-all").out());
        assertThat(cli.run("help", "--help-all").out()).startsWith("Usage: nydusview help");
        for (String[] unknown : new String[][] {{"help", "moutn"}, {"help", "plugin", "rum"}}) {
            Cli.Result result = cli.run(unknown);
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err())
                    .startsWith("nydusview: unknown command '" + unknown[unknown.length - 1] + "'\nDid you mean: ");
        }
    }

    @Test
    void helpGroupsOptionsAndListsExitCodes() {
        Cli.Result result = cli.run("mount", "--help-all");

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("\nMount options:\n", "\nRegistry options:\n", "\nCache options:\n", "\nExamples:\n")
                .containsPattern("\n +120 +Incomplete: a read failed")
                .doesNotContain("--mount-path", "--in-background", "\033");
        assertThat(cli.run("mount", "--help", "--color", "always").out()).contains("\033[");
    }
}
