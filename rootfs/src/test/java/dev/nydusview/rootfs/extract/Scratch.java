package dev.nydusview.rootfs.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rootfs.ImageLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Directories with entries that JUnit's own cleaning warns of: links to elsewhere, names of any bytes. */
final class Scratch {
    /** Limits that no test exceeds except those of limits. */
    static final ImageLimits LIMITS = new ImageLimits(1L << 40, 1 << 20, "more bytes", "more files");

    private Scratch() {}

    /** Names in {@code directory}, without that of an unfinished extraction. */
    static List<String> written(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith(".nydusview-unfinished-"))
                    .toList();
        }
    }

    static void clear(Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("find", directory.toString(), "-mindepth", "1", "-delete")
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
