package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which process is reported to have opened a file of a real mount. */
@Tag("mount")
class CallerTest {
    @TempDir
    Path directory;

    private final Queue<Caller> callers = new ConcurrentLinkedQueue<>();
    private final AccessListener listener = new AccessListener() {
        @Override
        public FileListener opened(Inode file, Caller caller) {
            callers.add(caller);
            return new FileListener() {};
        }

        @Override
        public void failed(Caller caller, Throwable cause) {}
    };

    @BeforeEach
    void needsFuse() {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no access to /dev/fuse");
    }

    @Test
    void thisProcessHasItsGroupAndSession() throws Exception {
        try (ImageMount mount = mount()) {
            Thread reader = new Thread(this::read, "another (thread) 1 2 3");
            reader.start();
            reader.join();
            List<Integer> self = groupAndSession(Files.readString(Path.of("/proc/self/stat")));
            int id = (int) ProcessHandle.current().pid();
            assertThat(callers).containsExactly(new Caller(new ProcessIdentity(id, self.get(0), self.get(1)), "/file"));
            assertThat(mount.ledger().opens()).extracting(ReadLedger.Open::pid).containsExactly(id);
        }
    }

    private void read() {
        assertThat(directory.resolve("file")).hasContent("content");
    }

    /** Tests a program that leads a session and starts another process of the same group and session. */
    @Test
    void programsOfASessionAreToldByIt() throws Exception {
        try (ImageMount mount = mount()) {
            Process leader = new ProcessBuilder(
                            "setsid",
                            "sh",
                            "-c",
                            "cat \"$1\"; cat \"$1\"",
                            "sh",
                            directory.resolve("file").toString())
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(leader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(leader.waitFor()).as(printed).isZero();
            int id = (int) leader.pid();
            assertThat(callers).hasSize(2).allSatisfy(caller -> {
                assertThat(caller.process().group()).isEqualTo(id);
                assertThat(caller.process().session()).isEqualTo(id);
                assertThat(caller.path()).isEqualTo("/file");
            });
            assertThat(callers).extracting(caller -> caller.process().id()).doesNotContain((int)
                    ProcessHandle.current().pid());
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    private ImageMount mount() throws IOException {
        BuiltTree built = BuiltTree.of(new SourceTree().file("/file", BuiltTree.text("content")));
        return TestMounts.start(
                built.image(),
                new FileReader(built.image().tree(), built.source()),
                directory,
                BuiltTree.options(ServeOptions.DEFAULT),
                listener);
    }

    /** Parses the process group and session of {@code ID (NAME) STATE PARENT GROUP SESSION}, see {@code proc(5)}. */
    private static List<Integer> groupAndSession(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1);
        return Arrays.stream(fields, 2, 4).map(Integer::valueOf).toList();
    }
}
