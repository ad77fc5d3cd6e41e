package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nydusview.testdata.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in namespaces as a rootless container has them: root inside, without rights outside, with /dev/fuse. */
class RootlessTest {
    private static final List<String> NAMESPACES = List.of(
            "unshare",
            "--user",
            "--map-root-user",
            "--mount",
            "--propagation",
            "private",
            "--pid",
            "--fork",
            "--mount-proc");

    private Path directory;

    @BeforeEach
    void setUp(@TempDir Path temporary) throws Exception {
        directory = temporary.toRealPath();
        InstalledProgram.in(directory);
        assumeTrue(run("true").code() == 0, "user namespaces are not allowed");
    }

    /** Exit code and output of a script. */
    private record Result(int code, String out) {}

    private Result run(String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(NAMESPACES.stream(), Stream.of("bash", "-ec", script))
                        .toList())
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("XDG_RUNTIME_DIR", directory.toString());
        builder.environment().put("NYDUSVIEW_PLATFORM", "linux/amd64"); // of the sample images, whatever this runs on
        builder.environment().put("IMAGE", "oci:" + TestData.demoLayout().toAbsolutePath() + ":nydus-v6");
        builder.environment().merge("PATH", directory + "/bin", (path, own) -> own + ":" + path);
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), printed);
    }

    @Test
    void anImageIsMountedReadAndUnmounted() throws Exception {
        Result result = run(
                "mkdir mnt; nydusview mount \"$IMAGE\" mnt --detach; wc -l mnt/etc/passwd; nydusview umount mnt; ls -A mnt");
        assertThat(result.code()).as(result.out()).isZero();
        assertThat(result.out())
                .contains("18 mnt/etc/passwd")
                .contains("1 file opened")
                .endsWith("chunks from the cache\n");
    }

    @Test
    void aScannerSeesEverythingAndTheVerdictIsComplete() throws Exception {
        Result result = run("nydusview scan --quiet \"$IMAGE\" --receipt receipt.json -- grep -rl 'PRIVATE KEY' {}");
        assertThat(result.code()).as(result.out()).isZero();
        assertThat(result.out()).contains("/root/.ssh/id_rsa");
        assertThat(directory.resolve("receipt.json")).content().contains("\"complete\" : true");
    }

    @Test
    void pluginsRun() throws Exception {
        Result result = run("nydusview scan --quiet \"$IMAGE\" --plugins shipped --fail-on critical");
        assertThat(result.code()).as(result.out()).isEqualTo(1);
        assertThat(result.out()).contains("/root/.aws/credentials");
    }
}
