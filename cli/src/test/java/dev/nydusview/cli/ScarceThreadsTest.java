package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nydusview.testdata.GoldenImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mount in a control group that allows it no further thread. */
@Timeout(180)
@Tag("mount")
class ScarceThreadsTest {
    private static final GoldenImage IMAGE = GoldenImage.of("v6-zstd-4k");
    private static final int READERS = 24;

    private Path directory;
    private Path mountPoint;
    private Path group;
    private Process process;

    @BeforeEach
    void setUp(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        mountPoint = Files.createDirectory(this.directory.resolve("mnt"));
        Path pids = Path.of("/sys/fs/cgroup/pids"); // version 1
        Path parent = Files.isDirectory(pids) ? pids : Path.of("/sys/fs/cgroup");
        group = parent.resolve("nydusview-test-" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(group);
        } catch (IOException e) {
            group = null;
        }
        assumeTrue(group != null && Files.exists(group.resolve("pids.max")), "there is no control group of pids");
        assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "there is no /dev/fuse");
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        if (process != null) {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            new ProcessBuilder("umount", "-l", mountPoint.toString()).start().waitFor(30, TimeUnit.SECONDS);
        }
        if (group != null) {
            Files.deleteIfExists(group);
        }
    }

    @Test
    void readersAreServedByTheThreadsThatAreThere() throws Exception {
        mount();
        String now = Files.readString(group.resolve("pids.current")).strip();
        Files.writeString(group.resolve("pids.max"), now);
        List<Path> files;
        try (Stream<Path> all = Files.walk(mountPoint)) {
            files = all.filter(Files::isRegularFile).toList();
        }

        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            List<Future<Long>> read = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                read.add(readers.submit(() -> readAll(files)));
            }
            for (Future<Long> each : read) {
                assertThat(each.get()).isEqualTo(sizes(files));
            }
        } finally {
            readers.shutdownNow();
        }
        assertThat(process.isAlive()).isTrue();
    }

    /** The JVM alone loses signals here, as it makes a thread for each. */
    @Test
    void terminationIsHeardWithoutAFurtherThread() throws Exception {
        mount();
        Files.writeString(group.resolve("pids.max"), "1");

        process.destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(mountPoint.toString());
    }

    private void mount() throws IOException {
        List<String> command = List.of(
                "sh",
                "-c",
                "echo $$ >'" + group.resolve("cgroup.procs") + "' && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "mount",
                "bootstrap:" + IMAGE.bootstrap(),
                mountPoint.toString(),
                "--blob-dir",
                IMAGE.blobs().toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("XDG_RUNTIME_DIR", directory.toString());
        process = builder.start();
        BufferedReader lines = process.inputReader();
        assertThat(lines.readLine()).startsWith("mounted ");
    }

    private static long readAll(List<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.readAllBytes(file).length;
        }
        return bytes;
    }

    private static long sizes(List<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }
}
