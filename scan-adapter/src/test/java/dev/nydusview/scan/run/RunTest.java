package dev.nydusview.scan.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.testdata.HostProcesses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, from start to end. */
@Tag("mount")
@Timeout(60)
class RunTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final long MUCH = 1 << 20;
    private static final Sandbox SANDBOX = Sandbox.ofScanner(List.of());

    @TempDir
    Path directory;

    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private Launcher launcher;

    @BeforeEach
    void makeLauncher() throws Exception {
        launcher = new Launcher(null, new ProgramPath(System.getenv()));
    }

    private Launch shell(String script, long maxOutput, Duration timeout) {
        return new Launch(
                List.of("sh", "-c", script), Map.of("WHO", "me"), output(), maxOutput, timeout, messages, SANDBOX);
    }

    private ProgramExit run(String script) throws IOException, InterruptedException {
        return launcher.start(shell(script, MUCH, LONG)).await();
    }

    private Path output() {
        return directory.resolve("output");
    }

    @Test
    void exitCodeOutputMessagesAndVariables() throws Exception {
        ProgramExit ending = run("echo \"report of $WHO\"; echo \"[$HOME]\"; echo a message >&2; exit 3");

        assertThat(ending.kind()).isEqualTo(ProgramExit.Kind.EXITED);
        assertThat(ending.code()).isEqualTo(3);
        assertThat(ending.description()).isEqualTo("ended with exit code 3");
        assertThat(output()).hasContent("report of me\n[]");
        assertThat(messages.toString(StandardCharsets.UTF_8)).isEqualTo("a message\n");
    }

    @Test
    void noMessageIsLostHoweverSoonItEnds() throws Exception {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            run("echo " + i + " >&2");
            expected.append(i).append('\n');
        }
        assertThat(messages.toString(StandardCharsets.UTF_8)).isEqualTo(expected.toString());
    }

    @Test
    void messagesOfWhatIsKilledArePassedOn() throws Exception {
        launcher.start(shell("echo a message >&2; yes", 1000, LONG)).await();
        assertThat(messages.toString(StandardCharsets.UTF_8)).isEqualTo("a message\n");
    }

    @Test
    void nothingIsToBeReadOnStandardInput() throws Exception {
        assertThat(run("cat; echo end").code()).isZero();
        assertThat(output()).hasContent("end");
    }

    @Test
    void killedBySignal() throws Exception {
        ProgramExit ending = run("kill -SEGV $$");

        assertThat(ending.kind()).isEqualTo(ProgramExit.Kind.KILLED);
        assertThat(ending.code()).isEqualTo(128 + 11);
        assertThat(ending.description()).isEqualTo("was killed by signal 11");
    }

    @Test
    void timeoutEndsTheWholeGroup() throws Exception {
        Program program = launcher.start(shell("sleep 1000 & sleep 1000", MUCH, Duration.ZERO));
        ProgramExit ending = program.await();

        assertThat(ending.kind()).isEqualTo(ProgramExit.Kind.TIMEOUT);
        assertThat(ending.kind().label()).isEqualTo("timeout");
        assertThat(ending.description()).startsWith("was still running after ").endsWith(" seconds and was killed");
        for (String member : ofGroup(program.id())) {
            awaitEndOf(member);
        }
    }

    @Test
    void whatIsLeftBehindEndsWithTheProgram() throws Exception {
        String nap = HostProcesses.nap();
        assertThat(run("sleep " + nap + " & setsid env -i sleep " + nap + " & sleep 0.1")
                        .code())
                .isZero();
        HostProcesses.awaitEnd(nap);
    }

    @Test
    void closingKillsIt() throws Exception {
        Program program = launcher.start(shell("sleep 1000", MUCH, LONG));
        program.close();
        ProgramExit ending = program.await();
        assertThat(ending.kind()).isEqualTo(ProgramExit.Kind.KILLED);
        assertThat(ending.code()).isEqualTo(128 + 9);
    }

    @Test
    void floodIsStopped() throws Exception {
        ProgramExit ending = launcher.start(shell("yes", 1000, LONG)).await();
        assertThat(ending.kind()).isEqualTo(ProgramExit.Kind.FLOOD);
        assertThat(ending.description()).isEqualTo("wrote too much output and was killed");
    }

    @Test
    void aFloodThatHasEndedByItselfIsOne() throws Exception {
        ProgramExit ending =
                launcher.start(shell("head -c 1001 /dev/zero", 1000, LONG)).await();
        assertThat(ending.kind()).isEqualTo(ProgramExit.Kind.FLOOD);
        assertThat(launcher.start(shell("head -c 1000 /dev/zero", 1000, LONG))
                        .await()
                        .kind())
                .isEqualTo(ProgramExit.Kind.EXITED);
    }

    @Test
    void leadsItsGroupAndSession() throws Exception {
        assertThat(launcher.separatesSessions()).isTrue();
        String nap = HostProcesses.nap();
        try (Program program = launcher.start(shell("sleep " + nap, MUCH, LONG))) {
            for (ProcessHandle process : HostProcesses.await(nap)) {
                List<String> fields = stat(Long.toString(process.pid()));
                assertThat(fields.subList(2, 4)).containsOnly(Integer.toString(program.id()));
            }
        }
    }

    @Test
    void missingProgramIsSaid() {
        Launch launch = new Launch(List.of("no-such-program"), Map.of(), output(), MUCH, LONG, messages, SANDBOX);
        assertThatThrownBy(() -> launcher.start(launch))
                .isInstanceOf(IOException.class)
                .hasMessage("no-such-program is not installed, or not on the PATH");
        Path plain = directory.resolve("plain");
        Launch notRunnable = new Launch(List.of(plain.toString()), Map.of(), output(), MUCH, LONG, messages, SANDBOX);
        assertThatThrownBy(() -> launcher.start(notRunnable)).isInstanceOf(IOException.class);
    }

    @Test
    void withoutHelpersProgramsRunAsWell() throws Exception {
        Launcher bare = new Launcher(null, new ProgramPath(Map.of("PATH", directory.toString())));
        assertThat(bare.separatesSessions()).isFalse();
        Launch launch = new Launch(
                List.of("/bin/sh", "-c", "exec sleep 1000"),
                Map.of(),
                output(),
                MUCH,
                Duration.ZERO,
                messages,
                SANDBOX);
        assertThat(bare.start(launch).await().kind()).isEqualTo(ProgramExit.Kind.TIMEOUT);
    }

    private static List<String> ofGroup(int leader) {
        return ProcessHandle.allProcesses()
                .map(process -> Long.toString(process.pid()))
                .filter(id -> stat(id).get(2).equals(Integer.toString(leader)))
                .toList();
    }

    /** Waits for the end of another process's child, which is gone, or dead and not reaped. */
    private static void awaitEndOf(String id) throws Exception {
        while (ProcessHandle.of(Long.parseLong(id)).isPresent()
                && !stat(id).get(0).equals("Z")) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /**
     * Returns state, parent, group and session of a process, see {@code proc(5)}; those of a dead process if it is
     * gone.
     */
    private static List<String> stat(String id) {
        try {
            String stat = Files.readString(Path.of("/proc", id, "stat"));
            return List.of(stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1));
        } catch (IOException e) {
            return List.of("Z", "0", "0", "0");
        }
    }
}
