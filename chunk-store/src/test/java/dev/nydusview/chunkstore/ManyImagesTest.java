package dev.nydusview.chunkstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.Compression;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Eight images at once are read in the heap that one is read in. */
@Tag("soak")
@Timeout(120)
class ManyImagesTest {
    /**
     * Heap for the chunks that the store keeps, 64 MiB, the chunks in flight, and a little more. Eight images have 384
     * MiB.
     */
    private static final String HEAP = "-Xmx192m";

    private static final int FILES = 24;
    private static final int FILE_SIZE = 2 << 20;

    @TempDir
    Path directory;

    @Test
    void eightImagesAreReadWholeInTheHeapOfOne() throws Exception {
        SourceTree tree = new SourceTree();
        Random random = new Random(1);
        for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[FILE_SIZE];
            random.nextBytes(content);
            tree.file("/file" + i, content);
        }
        BuiltImage built = ImageBuilder.v6().compression(Compression.NONE).build(tree);
        Files.write(directory.resolve("image.boot"), built.bootstrap());
        Path blobs = Files.createDirectory(directory.resolve("blobs"));
        for (Map.Entry<String, ByteBuffer> blob : built.blobs().entrySet()) {
            try (FileChannel file = FileChannel.open(
                    blobs.resolve(blob.getKey()), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                while (blob.getValue().hasRemaining()) {
                    file.write(blob.getValue());
                }
            }
        }

        assertThat(read(1)).isEqualTo((long) FILES * FILE_SIZE);
        assertThat(read(8)).isEqualTo(8L * FILES * FILE_SIZE);
    }

    private long read(int images) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyImages.class.getName(),
                        directory.toString(),
                        String.valueOf(images)))
                .redirectErrorStream(true)
                .start();
        String output;
        try {
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(output).isZero();
        return Long.parseLong(output.lines().reduce((first, last) -> last).orElseThrow());
    }
}
