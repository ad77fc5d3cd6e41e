package dev.nydusview.scan.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramPathTest {
    @Test
    void findsTheFirstThatCanRun(@TempDir Path directory) throws IOException {
        Path plain = Files.createDirectory(directory.resolve("1"));
        Path folder = Files.createDirectory(directory.resolve("2"));
        Path fit = Files.createDirectory(directory.resolve("3"));
        Path later = Files.createDirectory(directory.resolve("4"));
        Files.createFile(plain.resolve("tool"));
        Files.createDirectory(folder.resolve("tool"));
        assertThat(Files.createFile(fit.resolve("tool")).toFile().setExecutable(true))
                .isTrue();
        assertThat(Files.createFile(later.resolve("tool")).toFile().setExecutable(true))
                .isTrue();
        ProgramPath path = new ProgramPath(Map.of("PATH", plain + ":" + folder + ":" + fit + ":" + later));

        assertThat(path.find("tool")).contains(fit.resolve("tool"));
        assertThat(path.find("other")).isEmpty();
        assertThat(path.find(later.resolve("tool").toString())).contains(later.resolve("tool"));
        assertThat(path.find(plain.resolve("tool").toString())).isEmpty();
        assertThat(new ProgramPath(Map.of()).find("sh")).isPresent();
    }
}
