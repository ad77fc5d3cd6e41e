package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mounts whose JVM has little heap. */
@Timeout(300)
@Tag("mount")
class SmallHeapTest {
    private static final int READERS = 24;
    private static final int FILES = 48;

    private final List<byte[]> contents = new ArrayList<>();
    private LayoutRegistry registry;
    private Path directory;
    private Path mountPoint;
    private Process process;

    @BeforeEach
    void setUp(@TempDir Path directory) throws Exception {
        this.directory = directory.toRealPath();
        mountPoint = Files.createDirectory(this.directory.resolve("mnt"));
        SourceTree tree = new SourceTree();
        Random random = new Random(32);
        for (int i = 0; i < FILES; i++) {
            contents.add(content(random));
            tree.file("/file" + i, contents.get(i));
        }
        registry = LayoutRegistry.start("demo");
        Path scratch = Files.createDirectory(this.directory.resolve("scratch"));
        BuiltRegistryImage.add(registry, "image", ImageBuilder.v6().build(tree), scratch);
    }

    /** A chunk, of which half cannot be compressed. */
    private static byte[] content(Random random) {
        byte[] half = new byte[1 << 19];
        random.nextBytes(half);
        byte[] all = new byte[1 << 20];
        System.arraycopy(half, 0, all, 0, half.length);
        return all;
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        new ProcessBuilder("umount", "-q", "-l", mountPoint.toString()).start().waitFor(30, TimeUnit.SECONDS);
        registry.close();
    }

    @Test
    void allReadersAreServedFromChunksThatFitIntoIt() throws Exception {
        assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "there is no /dev/fuse");
        mount("-Xmx24m");
        BufferedReader lines = process.inputReader();
        assertThat(lines.readLine()).startsWith("mounted ");

        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        List<Future<?>> read = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            int first = i;
            read.add(readers.submit(() -> assertAllRead(first)));
        }
        readers.shutdown();
        for (Future<?> each : read) {
            each.get();
        }
        assertThat(process.isAlive()).isTrue();
    }

    /** A mount that nearly hangs would stop its readers. */
    @Test
    void aHeapThatIsTooSmallIsRefused() throws Exception {
        mount("-Xmx16m");

        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("nydusview: a mount needs a heap of 20.0 MiB at least, and has ")
                .contains("; allow more with NYDUSVIEW_JAVA_OPTS=-Xmx64m\n");
        assertThat(process.waitFor()).isEqualTo(7);
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(mountPoint.toString());
    }

    private void mount(String heap) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                heap,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "mount",
                registry.reference("image"),
                mountPoint.toString());
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("XDG_RUNTIME_DIR", directory.toString());
        process = builder.start();
    }

    /** Reads all files, each reader from another one on. */
    private Void assertAllRead(int first) throws IOException {
        for (int i = 0; i < FILES; i++) {
            int file = (first * 2 + i) % FILES;
            assertThat(Files.readAllBytes(mountPoint.resolve("file" + file)))
                    .as("file %s", file)
                    .isEqualTo(contents.get(file));
        }
        return null;
    }
}
