package dev.nydusview.scan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.scan.scanner.ScannerInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultKeyTest {
    @TempDir
    Path directory;

    private Path program;
    private Path database;
    private Path settings;
    private List<List<String>> arguments = List.of(List.of("tool", "--a", "/image"));
    private Map<String, String> variables = Map.of("TOOL_MODE", "fast", "HOME", "/root");
    private String contents = "sha256:1";

    @BeforeEach
    void layOut() throws IOException {
        program = Files.writeString(directory.resolve("tool"), "#!/bin/sh");
        database = Files.createDirectory(directory.resolve("db"));
        Files.writeString(database.resolve("metadata.json"), "{\"version\": 1}");
        settings = Files.writeString(directory.resolve("tool.yaml"), "a: 1");
    }

    private String key() throws IOException {
        ScannerInputs inputs = new ScannerInputs(List.of(database), List.of(settings), "TOOL_");
        return ResultKey.of(contents, program, arguments, inputs, variables).hex();
    }

    @Test
    void isTheSameForTheSame() throws IOException {
        String key = key();
        assertThat(key).matches("[0-9a-f]{64}");
        Files.setLastModifiedTime(settings, FileTime.fromMillis(0)); // the content is unchanged
        variables = new TreeMap<>(Map.of("TOOL_MODE", "fast", "HOME", "/elsewhere", "PATH", "/bin"));
        assertThat(key()).isEqualTo(key);
        Path link = Files.createSymbolicLink(directory.resolve("link"), program);
        program = link;
        assertThat(key()).isEqualTo(key);
    }

    @Test
    void dependsOnTheImage() throws IOException {
        String key = key();
        contents = "sha256:2";
        assertThat(key()).isNotEqualTo(key);
    }

    @Test
    void dependsOnTheProgram() throws IOException {
        String key = key();
        FileTime time = Files.getLastModifiedTime(program);
        Files.writeString(program, "#!/bin/bash");
        Files.setLastModifiedTime(program, time);
        String larger = key();
        assertThat(larger).isNotEqualTo(key);
        Files.setLastModifiedTime(program, FileTime.fromMillis(time.toMillis() + 1000));
        assertThat(key()).isNotEqualTo(larger);
    }

    @Test
    void dependsOnEachArgument() throws IOException {
        String key = key();
        for (List<List<String>> other : List.of(
                List.of(List.of("tool", "--b", "/image")),
                List.of(List.of("tool", "--a/image")),
                List.of(List.of("tool", "--a", "/image", "")),
                List.of(List.of("tool", "--a", "/image"), List.of("tool", "--a", "/configuration")))) {
            arguments = other;
            assertThat(key()).as("%s", other).isNotEqualTo(key);
        }
    }

    @Test
    void dependsOnTheDatabase() throws IOException {
        String key = key();
        Files.writeString(database.resolve("metadata.json"), "{\"version\": 2}");
        String updated = key();
        assertThat(updated).isNotEqualTo(key);
        Files.writeString(database.resolve("more"), "");
        assertThat(key()).isNotIn(key, updated);
    }

    @Test
    void dependsOnADatabaseBehindALink() throws IOException {
        Path real = database;
        database = Files.createSymbolicLink(directory.resolve("linked"), real);
        String key = key();
        Files.writeString(real.resolve("metadata.json"), "{\"version\": 2}");
        assertThat(key()).isNotEqualTo(key);
    }

    @Test
    void dependsOnWhatLinksInADatabaseLeadTo() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path file = Files.writeString(real.resolve("rules"), "1");
        Files.createSymbolicLink(database.resolve("linked"), real);
        String key = key();
        Files.writeString(file, "2");
        assertThat(key()).isNotEqualTo(key);
        Files.createSymbolicLink(real.resolve("loop"), database);
        assertThatThrownBy(this::key).isInstanceOf(IOException.class);
    }

    @Test
    void thereIsNoneOfMoreThanCanBeLookedAt() throws IOException {
        for (int i = 0; i < 4096; i++) {
            Files.createFile(database.resolve("f" + i));
        }
        assertThatThrownBy(this::key).isInstanceOf(IOException.class).hasMessageContaining("more than 4096 files");
    }

    @Test
    void largeFilesAreToldBySizeAndTime() throws IOException {
        Path large = Files.write(database.resolve("vulnerability.db"), new byte[(1 << 20) + 1]);
        Files.setLastModifiedTime(large, FileTime.fromMillis(1000));
        String key = key();
        Files.setLastModifiedTime(large, FileTime.fromMillis(2000));
        assertThat(key()).isNotEqualTo(key);
    }

    @Test
    void dependsOnSettingsThereOrNot() throws IOException {
        String key = key();
        Files.writeString(settings, "a: 2");
        String changed = key();
        assertThat(changed).isNotEqualTo(key);
        Files.delete(settings);
        assertThat(key()).isNotIn(key, changed);
    }

    @Test
    void dependsOnVariablesWithThePrefix() throws IOException {
        String key = key();
        variables = Map.of("TOOL_MODE", "slow");
        String slow = key();
        assertThat(slow).isNotEqualTo(key);
        variables = Map.of();
        String none = key();
        assertThat(none).isNotIn(key, slow);
        variables = Map.of("TOOL_MORE", "fast", "TOOL_MODE", "slow");
        assertThat(key()).isNotIn(key, slow, none);
    }
}
