package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.linux.PrivateMounts;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("mount")
class PrivateMountsTest {
    private static final String CONTENT = "of the image";

    @TempDir
    Path directory;

    private PrivateMounts mounts;
    private ImageMount mount;

    @BeforeEach
    void mountInside() throws Exception {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no access to /dev/fuse");
        Optional<PrivateMounts> allowed = PrivateMounts.open(List.of());
        Assumptions.assumeTrue(allowed.isPresent(), "no mount namespaces of one's own");
        mounts = allowed.get();
        BuiltTree built = BuiltTree.of(new SourceTree().file("/file", BuiltTree.text(CONTENT)));
        mount = mounts.call(() -> TestMounts.start(
                built.image(),
                new FileReader(built.image().tree(), built.source()),
                directory,
                BuiltTree.options(ServeOptions.DEFAULT)));
    }

    @AfterEach
    void unmountInside() throws Exception {
        if (mount != null) {
            end();
            mounts.close();
        }
    }

    private boolean end() throws Exception {
        return mounts.call(() -> {
            mount.close();
            return mount.awaitEnd(Duration.ofSeconds(20));
        });
    }

    @Test
    void nobodyOutsideSeesTheMount() throws Exception {
        assertThat(Files.readString(Path.of("/proc/thread-self/mounts"))).doesNotContain(directory.toString());
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(directory.toString());
        assertThat(directory).isEmptyDirectory();
        assertThat(printed(program("cat", "/proc/self/mounts").start())).doesNotContain(directory.toString());
    }

    @Test
    void whatRunsInsideSeesIt() throws Exception {
        assertThat(mounts.call(() -> Files.readString(Path.of("/proc/thread-self/mounts"))))
                .contains(directory + " fuse.nydusview ro,nosuid,nodev");
        assertThat(mounts.call(() -> Files.readString(directory.resolve("file"))))
                .isEqualTo(CONTENT);
    }

    @Test
    void programsThatWereStartedInsideSeeIt() throws Exception {
        ProcessBuilder cat = program("cat", directory.resolve("file").toString());
        assertThat(printed(mounts.call(cat::start))).isEqualTo(CONTENT);
        ProcessBuilder nested = program("sh", "-c", "cat " + directory.resolve("file") + "; cat /proc/self/mounts");
        assertThat(printed(mounts.call(nested::start))).startsWith(CONTENT).contains("nydusview:test " + directory);
    }

    @Test
    void whatIsMountedOutsideIsSeenInside() throws Exception {
        assertThat(mounts.call(() -> Files.readString(Path.of("/proc/thread-self/mounts")))
                        .lines()
                        .filter(line -> !line.contains(directory.toString()))
                        .map(line -> line.split(" ", -1)[1])
                        .toList())
                .containsAll(Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                        .filter(line -> !line.contains(" fuse.")) // those that others serve are left outside
                        .map(line -> line.split(" ", -1)[1])
                        .toList());
    }

    @Test
    void isGoneOnceItHasEnded() throws Exception {
        assertThat(end()).isTrue();
        assertThat(mounts.call(() -> Files.readString(Path.of("/proc/thread-self/mounts"))))
                .doesNotContain(directory.toString());
        assertThat(mounts.call(() -> directory.toFile().list())).isEmpty();
    }

    private static ProcessBuilder program(String... command) {
        return new ProcessBuilder(List.of(command)).redirectErrorStream(true);
    }

    private static String printed(Process process) throws IOException, InterruptedException {
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
