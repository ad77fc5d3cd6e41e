package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths that are longer than the kernel takes. */
class LongPathTest {
    private static final int DEPTH = 3000;

    @Test
    void pathsArePrintedWhole(@TempDir Path directory) throws Exception {
        String end = "/d".repeat(DEPTH) + "/end";
        Path bootstrap = Files.write(directory.resolve("image.boot"), deep(end));
        Cli cli = new Cli(directory);
        String source = "bootstrap:" + bootstrap;

        assertThat(cli.run("find", source, "-name", "end")).isEqualTo(new Cli.Result(0, end + "\n", ""));
        assertThat(cli.run("stat", source, end).out()).contains(end);
        assertThat(cli.run("du", "-d", "5000", source).out()).contains("/d".repeat(DEPTH) + "\n");
        assertThat(cli.run("ls", "-R", "--format", "ndjson", source).out()).contains("\"" + end + "\"");
    }

    /** Builds the image on a thread with a large stack, as the builder recurses into the tree. */
    private static byte[] deep(String end) throws InterruptedException, ExecutionException {
        SourceTree source = new SourceTree();
        for (int i = 1; i <= DEPTH; i++) {
            source.directory("/d".repeat(i));
        }
        source.file(end, "end".getBytes(StandardCharsets.UTF_8));
        FutureTask<byte[]> task =
                new FutureTask<>(() -> ImageBuilder.v6().build(source).bootstrap());
        new Thread(null, task, "builder", 1 << 28).start();
        return task.get();
    }
}
