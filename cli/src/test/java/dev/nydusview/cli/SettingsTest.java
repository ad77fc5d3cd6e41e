package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configuration files, and {@code settings}, which shows what is in force. */
class SettingsTest {
    private static final Pattern EXAMPLE = Pattern.compile("```toml\n(.*?)```", Pattern.DOTALL);

    private final Path home;
    private final Path file;
    private final Cli cli;

    SettingsTest(@TempDir Path temporary) throws IOException {
        home = temporary.toRealPath();
        file = Files.createDirectories(home.resolve(".config/nydusview")).resolve("config.toml");
        cli = new Cli(home);
    }

    private void configure(String... lines) throws IOException {
        Files.write(file, List.of(lines));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private String value(String... words) {
        Cli.Result result = cli.run(words);
        assertThat(result.err()).isEmpty();
        return result.out().lines().skip(1).findFirst().orElse("").replaceAll(" +", " ");
    }

    @Test
    void eachPlaceComesBeforeTheNext() throws IOException {
        assertThat(value("settings", "retry-for")).isEqualTo("retry-for 10s default");
        configure("# mine", "[defaults]", "retry-for = \"5s\"");
        assertThat(value("settings", "retry-for")).isEqualTo("retry-for 5s " + file + ":3");
        cli.with("NYDUSVIEW_RETRY_FOR", "6s");
        assertThat(value("settings", "retry-for")).isEqualTo("retry-for 6s variable NYDUSVIEW_RETRY_FOR");
        assertThat(value("settings", "retry-for", "--for", "ls", "--retry-for", "7s", "app"))
                .isEqualTo("retry-for 7s command line");
    }

    @Test
    void aTableOfACommandComesBeforeTheDefaults() throws IOException {
        configure("[defaults]", "format = \"ndjson\"", "[command.\"cache ls\"]", "format = \"json\"");

        assertThat(cli.run("cache", "ls").out()).startsWith("{\n  \"schemaVersion\"");
        assertThat(value("settings", "cache ls")).isEqualTo("cache ls.format json " + file + ":4");
        configure("[command.cache.ls]", "format = \"json\"");
        assertThat(cli.run("cache", "ls").out()).startsWith("{\n  \"schemaVersion\"");
    }

    @Test
    void optionsHaveTheirValuesFromTheFile() throws IOException {
        configure("[defaults]", "cache-dir = \"" + home.resolve("elsewhere") + "\"");
        assertThat(cli.run("cache", "ls").out()).contains(home.resolve("elsewhere") + ": 0");
        assertThat(cli.run("cache", "ls", "--cache-dir", home + "/given").out()).contains(home + "/given: 0");
    }

    @Test
    void theSystemsFileComesLast() throws Exception {
        Path etc = home.resolve("etc");
        String script = "cp -a /etc \"$1\" 2>/dev/null; mkdir -p \"$1/nydusview\"; "
                + "printf '[defaults]\\nretry-for = \"8s\"\\nbudget = \"9M\"\\n' >\"$1/nydusview/config.toml\"; "
                + "mount --bind \"$1\" /etc && shift && exec \"$@\"";
        configure("[defaults]", "retry-for = \"5s\"");
        Process process = new ProcessBuilder(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--mount",
                        "env",
                        "HOME=" + home,
                        "sh",
                        "-c",
                        script,
                        "sh",
                        etc.toString(),
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "settings",
                        "--changed")
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(!err.contains("unshare: "), "user namespaces are not allowed");

        assertThat(process.waitFor()).as(err).isZero();
        assertThat(out).containsPattern("retry-for +5s +" + Pattern.quote(file + ":2"));
        assertThat(out).containsPattern("budget +9M +/etc/nydusview/config.toml:3");
    }

    @Test
    void keysWithoutEffectAreToldWithTheNearestName() throws IOException {
        configure(
                "[defaults]",
                "scaner = \"trivy\"",
                "list = [",
                "  \"a\",",
                "]",
                "[command.scna]",
                "jobs = 2",
                "[registry.\"r.example\"]",
                "insecur = true",
                "[other]",
                "key = 1");
        String prefix = "nydusview: " + file;

        assertThat(cli.run("settings").err().lines())
                .containsExactly(
                        prefix
                                + ":2: the key defaults.scaner has no effect, as no option there has that name: use scanner",
                        prefix + ":3: the key defaults.list has no effect, as no option there has that name: "
                                + "\"nydusview settings\" lists all",
                        prefix + ":7: the key command.scna.jobs has no effect, as no command has that name: "
                                + "\"nydusview settings\" lists all",
                        prefix
                                + ":9: the key registry.\"r.example\".insecur has no effect, as no option there has that "
                                + "name: use insecure",
                        prefix + ":11: the key other.key has no effect, as it stands in no table that is known: use "
                                + "[defaults], [command.NAME] or [registry.\"HOST\"]");
        assertThat(cli.run("cache", "ls").err())
                .contains(":2: ")
                .doesNotContain(":7: "); // the table of another command
        assertThat(cli.run("cache", "ls", "-q").err()).isEmpty();
    }

    @Test
    void whatDependsOnTheRegistryHasNoEffectInATableOfACommand() throws IOException {
        configure("[command.ls]", "insecure = true");

        assertThat(cli.run("settings").err()).contains(":2: the key command.ls.insecure has no effect, as it depends");
    }

    @Test
    void aBrokenFileIsWrongUsage() throws IOException {
        configure("[defaults]", "retry-for = 5s");

        Cli.Result result = cli.run("cache", "ls");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("nydusview: " + file
                        + ":2 is not TOML: correct the line, where strings need quotes and tables a "
                        + "header such as [defaults]\n");
        assertThat(cli.run("settings").code()).isEqualTo(2);
        assertThat(cli.run("settings", "--path").out()).containsPattern("user +" + file + " +exists");
        assertThat(cli.run("version").code()).isZero();
        assertThat(cli.run("help", "ls").code()).isZero();
    }

    @Test
    void aWrongValueIsToldWithItsPlace() throws IOException {
        configure("[defaults]", "", "retry-for = \"soon\"");
        Cli.Result result = cli.run("ls", "app");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("'--retry-for'").contains("(" + file + ":3)");

        configure("[registry.\"r.example\"]", "insecure = \"perhaps\"");
        result = cli.run("ls", "r.example/app");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(file + ":2: registry.\"r.example\".insecure is neither true nor false");

        configure("[command.scan]", "ignore-file = [\"a\", \"b\"]");
        assertThat(cli.run("scan", "app", "--plugins", "shipped").err())
                .contains(file + ":2: command.scan.ignore-file takes one value");
    }

    @Test
    void aNamedFileHasToExist() {
        Cli.Result result = cli.with("NYDUSVIEW_CONFIG", home + "/none.toml").run("cache", "ls");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("nydusview: " + home + "/none.toml does not exist: correct or unset NYDUSVIEW_CONFIG\n");
    }

    @Test
    void aFileThatOthersCanWriteDoesNotDecideWhatIsTrusted() throws IOException {
        configure("[defaults]", "retry-for = \"5s\"");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(cli.run("cache", "ls").code()).isZero();

        configure("[defaults]", "insecure = true");
        assertThat(cli.run("cache", "ls").code()).isZero();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        Cli.Result result = cli.run("cache", "ls");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains(file + ":2: defaults.insecure runs programs or decides what is trusted")
                .contains("use chmod go-w");

        configure("[command.scan]", "scanner = \"trivy\"");
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(cli.run("cache", "ls").code()).isEqualTo(2);
    }

    @Test
    void aLinkToAFileOfTheUsersIsAsGoodAsTheFile() throws IOException {
        configure("[defaults]", "insecure = true");
        Path kept = Files.move(file, home.resolve("kept.toml"));
        Files.createSymbolicLink(file, kept);

        assertThat(value("settings", "insecure")).isEqualTo("insecure true " + file + ":2");
    }

    @Test
    void secretsAreNotShownAndDoNotBelongInTheFile() throws IOException {
        cli.with("NYDUSVIEW_CREDS", "ada:lovelace");
        configure("[registry.\"r.example\"]", "mirror = [\"https://u:hidden@m.example\"]");
        String shown = cli.run("settings").out()
                + cli.run("settings", "--format", "json").out();
        assertThat(shown)
                .contains("***")
                .contains("m.example")
                .doesNotContain("lovelace")
                .doesNotContain("hidden");

        configure("[defaults]", "creds = \"ada:lovelace\"");
        Cli.Result refused = cli.run("cache", "ls");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains(":2: defaults.creds does not belong").doesNotContain("lovelace");
    }

    @Test
    void aRegistryHasItsOwnWay() throws IOException {
        try (LayoutRegistry registry = LayoutRegistry.start("demo").add(OciLayout.open(TestData.demoLayout()))) {
            configure("[registry.\"registry.invalid\"]", "mirror = [\"http://" + registry.host() + "\"]");

            assertThat(cli.run("ls", "registry.invalid/demo:nydus-v6", "/").out())
                    .contains("etc\n");
            Cli.Result other = cli.run("ls", "other.invalid/demo:nydus-v6", "/", "--retry-for", "0");
            assertThat(other.code()).isEqualTo(1);
            assertThat(other.err()).contains("other.invalid is not known");
            assertThat(value("settings", "registry.invalid"))
                    .isEqualTo("registry.\"registry.invalid\".mirror http://" + registry.host() + " " + file + ":2");
        }
    }

    @Test
    void aWrongNameOfASettingIsAnError() {
        Cli.Result result = cli.run("settings", "retry-fro");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("nydusview: no setting is named 'retry-fro': use retry-for\n");
    }

    @Test
    void theExampleOfTheDocumentIsValid() throws IOException {
        Path document = TestData.root().resolveSibling("docs").resolve("settings.md");
        Matcher example = EXAMPLE.matcher(Files.readString(document));
        assertThat(example.find()).isTrue();
        configure(example.group(1).split("\n"));

        Cli.Result result = cli.run("settings", "--changed", "--format", "json");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("\"key\" : \"registry.\\\"registry.example\\\".cacert\"");
        assertThat(cli.run("scan", "--help").code()).isZero();
    }
}
