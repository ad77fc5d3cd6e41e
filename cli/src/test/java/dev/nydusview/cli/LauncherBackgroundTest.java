package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher's way of starting a mount that goes on in the background; the JVM is a script. */
class LauncherBackgroundTest {
    private static final Path PART =
            Path.of("../launcher/background.sh").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    private record Run(int code, String out, String err) {}

    /** Starts a shell that ignores no signal, as commands in the background of a script do, and their children. */
    private Process start(String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "/usr/bin/env",
                        "--default-signal=HUP,INT,TERM",
                        "/bin/bash",
                        "-c",
                        "set -u; . \"$0\"; " + script,
                        PART.toString())
                .directory(directory.toFile());
        builder.environment().put("TMPDIR", directory.toString());
        return builder.start();
    }

    private static Run await(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out, err);
    }

    /** Runs {@code jvm}, a script, as a mount in the background. */
    private static String inBackground(String jvm) {
        return "detaches mount -d REF DIR && in_background /bin/bash -c '" + jvm + "'";
    }

    @Test
    void endsOnceTheMountAnswersAndLeavesItInASessionOfItsOwn() throws Exception {
        Run run = await(start(inBackground("echo warning >&2; echo mounted; echo $$ >pid; exec sleep 60")));
        while (!Files.exists(directory.resolve("pid"))
                || Files.readString(directory.resolve("pid")).isBlank()) {
            Thread.onSpinWait();
        }
        String pid = Files.readString(directory.resolve("pid")).strip();
        ProcessHandle mount = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        String stat = Files.readString(Path.of("/proc", pid, "stat"));
        mount.destroyForcibly();

        assertThat(run).isEqualTo(new Run(0, "mounted\n", "warning\n"));
        assertThat(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]).isEqualTo(pid);
        assertThat(directory.toFile().list()).containsExactly("pid");
    }

    @Test
    void failureIsThatOfTheMount() throws Exception {
        Run run = await(start(inBackground("echo nydusview: no such image >&2; exit 3")));

        assertThat(run).isEqualTo(new Run(3, "", "nydusview: no such image\n"));
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void signalBeforeTheMountAnswersIsTheMounts(String signal, int code) throws Exception {
        Process process = start(inBackground("trap \"echo ended by " + signal + " >&2; exit " + code + "\" " + signal
                + "; : >ready; while :; do sleep 0.05; done"));
        while (!Files.exists(directory.resolve("ready"))) {
            Thread.onSpinWait();
        }
        new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process.pid())).start();

        assertThat(await(process)).isEqualTo(new Run(code, "", "ended by " + signal + "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mount REF DIR",
                "mount -d --creds me:secret REF DIR",
                "mount -d --creds=me:secret REF DIR",
                "mount -d --password-stdin REF DIR",
                "mount --help -d",
                "mount REF --run tool -d",
                "umount -d DIR"
            })
    void commandLinesThatNeedMoreAreLeftToTheJvm(String words) throws Exception {
        assertThat(await(start("detaches " + words + " || exit 9")).code()).isEqualTo(9);
        assertThat(directory).isEmptyDirectory();
    }
}
