package dev.nydusview.scan.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.HostProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs of a process that is killed, and so can end nothing any more, whenever that happens. */
@Tag("mount")
@Timeout(60)
class KilledProcessTest {
    /** Says in a file that it is there, and runs the rest of its words once its parent has died. */
    private static final String LATE =
            """
            read -r id name state parent rest </proc/self/stat
            : >"$1"
            now=$parent
            while [ "$now" = "$parent" ]; do sleep 0.01; read -r id name state now rest </proc/self/stat; done
            shift
            exec "$@"
            """;

    private final String nap = HostProcesses.nap();
    private final String script = "setsid env -i sleep " + nap + " & sleep " + nap;

    @TempDir
    Path directory;

    @AfterEach
    void killWhatIsLeft() throws IOException {
        HostProcesses.with(script).forEach(ProcessHandle::destroyForcibly);
        HostProcesses.with(nap).forEach(ProcessHandle::destroyForcibly);
    }

    private Process launch(LaunchingMain.Slow slow) throws IOException {
        ProcessBuilder launching = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LaunchingMain.class.getName(),
                slow.name(),
                "sh",
                "-c",
                LATE,
                "sh",
                waiting().toString());
        launching.environment().put("SCRIPT", script);
        return launching.inheritIO().start();
    }

    private Path waiting() {
        return directory.resolve("waiting");
    }

    private void killed(Process launching) throws Exception {
        launching.destroyForcibly().waitFor();
        HostProcesses.awaitEnd(script);
        HostProcesses.awaitEnd(nap);
    }

    @Test
    void programsDieWithTheProcess() throws Exception {
        Process launching = launch(LaunchingMain.Slow.NONE);
        HostProcesses.await(nap);
        killed(launching);
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void programsAreNotRunIfItDiesWhileTheyAreStarted(LaunchingMain.Slow slow) throws Exception {
        Process launching = launch(slow);
        while (!Files.exists(waiting())) {
            assertThat(launching.isAlive()).isTrue();
            TimeUnit.MILLISECONDS.sleep(10);
        }
        killed(launching);
    }
}
