package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nydusview.scan.run.ProgramPath;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Completion in real shells, of an image that is in the cache while its registry is gone. */
@Tag("soak")
@Timeout(300)
class ShellCompletionTest {
    private static final String HOSTILE = "/odd/a $(touch pwned) `touch pwned`; 'x' \"y\" & *";

    private Path home;
    private String image;
    private Cli cli;

    @BeforeEach
    void readImage(@TempDir Path temporary) throws Exception {
        home = temporary.toRealPath();
        cli = new Cli(home);
        SourceTree tree = new SourceTree()
                .directory("/etc")
                .directory("/my files")
                .directory("/odd")
                .directory("/end")
                .file("/etc/passwd", new byte[1])
                .file("/etc/shadow", new byte[1])
                .file("/my files/only one", new byte[1])
                .file(HOSTILE, new byte[1])
                .file("/end/of\nline\u001b[2J", new byte[1]);
        try (LayoutRegistry registry = LayoutRegistry.start("demo")) {
            Path scratch = Files.createDirectory(home.resolve("scratch"));
            BuiltRegistryImage.add(registry, "tagged", ImageBuilder.v6().build(tree), scratch);
            image = registry.reference("tagged");
            assertThat(cli.run("ls", image).code()).isZero();
        }
        Path program = Files.createDirectory(home.resolve("bin")).resolve("nydusview");
        Files.writeString(
                program,
                "#!/bin/sh\nexec '" + System.getProperty("java.home")
                        + "/bin/java' -XX:TieredStopAtLevel=1 -Xshare:auto -cp '"
                        + System.getProperty("java.class.path") + "' " + Main.class.getName() + " \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        for (String shell : List.of("bash", "zsh", "fish")) {
            Files.writeString(
                    home.resolve("_nydusview." + shell),
                    cli.run("completion", shell).out());
        }
    }

    /** Lines, each with the word that it ends with once it is completed. */
    private List<List<String>> expected() {
        String start = image.substring(0, image.indexOf(':') + 3);
        return List.of(
                List.of("nydusview sca", "scan"),
                List.of("nydusview plugin inf", "info"),
                List.of("nydusview help aut", "authz"),
                List.of("nydusview cat --offl", "--offline"),
                List.of("nydusview -q scan --format cyc", "cyclonedx"),
                List.of("nydusview mount --engine nat", "native"),
                List.of("nydusview cat " + start, image),
                List.of("nydusview tags " + start, image.replaceFirst(":tagged$", "")),
                List.of("nydusview cat " + image + " /etc/pa", "/etc/passwd"),
                List.of("nydusview extract --cache-size 1G " + image + " into etc/sh", "etc/shadow"),
                List.of("nydusview ls " + image + " /my\\ files/on", "/my files/only one"),
                List.of("nydusview find " + image + " /od", "/odd/"),
                List.of("nydusview cat " + image + " /odd/a", HOSTILE),
                List.of("nydusview cat " + image + " /end/of", "/end/of\\x0aline\\x1b[2J"));
    }

    private List<String> run(String shell, List<String> arguments) throws Exception {
        assumeTrue(new ProgramPath(System.getenv()).find(shell).isPresent(), shell + " is not installed");
        List<String> command = new ArrayList<>(List.of(shell));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("NYDUSVIEW_PLATFORM", "linux/amd64");
        builder.environment().remove("XDG_CACHE_HOME");
        builder.environment().remove("XDG_CONFIG_HOME");
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertThat(home.resolve("pwned")).doesNotExist();
        return out.lines().toList();
    }

    private List<String> lines() {
        return expected().stream().map(line -> line.get(0)).toList();
    }

    private List<String> words() {
        return expected().stream().map(line -> line.get(1)).toList();
    }

    private List<String> arguments(String script, String file) {
        return Stream.concat(Stream.of("-c", script, "test", home.resolve(file).toString()), lines().stream())
                .toList();
    }

    /** As readline would call it; the part of the word that readline does not replace comes first. */
    @Test
    void bash() throws Exception {
        String script =
                """
                source "$1" || exit
                for line in "${@:2}"; do
                  COMP_LINE=$line COMP_POINT=${#line}
                  _nydusview
                  _nydusview_split "$line"
                  printf '%s%s\\n' "${current:0:cut}" "${COMPREPLY[*]}"
                done""";

        assertThat(run("bash", arguments(script, "_nydusview.bash"))).isEqualTo(words());
    }

    @Test
    void fish() throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--no-config",
                "-c",
                "source $argv[1]; for line in $argv[2..]; complete -C $line | string replace -r '\\t.*' ''; end",
                home.resolve("_nydusview.fish").toString()));
        arguments.addAll(lines());

        assertThat(run("fish", arguments)).isEqualTo(words());
    }

    /** Types each line and a tab at an interactive shell, and reads what is then in its editor, with quotes removed. */
    @Test
    void zsh() throws Exception {
        String script =
                """
                zmodload zsh/zpty || exit
                zpty shell zsh -fi
                zpty -w shell "PS1= PS2=; autoload -Uz compinit; compinit -u -D; source ${(q)1}"
                zpty -w shell 'report() { local -a typed=("${(@Q)${(z)BUFFER}}"); print -r -- "<<${typed[-1]}>>"; BUFFER= }'
                zpty -w shell 'zle -N report; bindkey "^X" report; stty -echo; print -r -- rea""dy'
                zpty -r shell answer '*ready*'
                for line in "${@[2,-1]}"; do
                  zpty -w -n shell "$line"$'\\t\\030'
                  zpty -r shell answer '*<<*>>*'
                  answer=${answer##*<<}
                  print -r -- "${answer%%>>*}"
                done
                zpty -d shell""";

        assertThat(run("zsh", arguments(script, "_nydusview.zsh"))).isEqualTo(words());
    }

    @Test
    void nothingIsFetchedOrToldWhereNothingIsKnown() throws IOException {
        for (String[] words : List.of(
                new String[] {"complete", "cat", "registry.invalid/app:1", "/etc/"},
                new String[] {"complete", "cat", "not a reference", "/"},
                new String[] {"complete", "ls", "oci:/nonexistent", "/"},
                new String[] {"complete", "ls", "oci:/nonexistent/"})) {
            Cli.Result result = cli.run(words);
            assertThat(result.code()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).isIn("paths\n", "images\n");
        }
        Files.writeString(
                Files.createDirectories(home.resolve(".config/nydusview")).resolve("config.toml"), "broken");
        assertThat(cli.run("complete", "cat", image, "/etc/pa").out()).isEqualTo("paths\n/etc/passwd\n");
        assertThat(cli.run("complete").out()).isEqualTo("other\n");
        assertThat(cli.run("complete", "nonsense", "-", "--", "x").out()).isEqualTo("other\n");
    }

    @Test
    void theCacheOfTheCommandIsTheOneThatIsAsked() throws IOException {
        Path elsewhere = home.resolve("elsewhere");
        String start = image.substring(0, image.indexOf(':'));
        assertThat(cli.run("complete", "cat", "--cache-dir", elsewhere.toString(), start)
                        .out())
                .isEqualTo("images\n");
        assertThat(elsewhere).doesNotExist();

        Files.move(home.resolve(".cache/nydusview"), elsewhere);
        Files.writeString(
                Files.createDirectories(home.resolve(".config/nydusview")).resolve("config.toml"),
                "[defaults]\ncache-dir = \"" + elsewhere + "\"\n");
        assertThat(cli.run("complete", "cat", start).out()).isEqualTo("images\n" + image + "\n");
    }
}
