package dev.nydusview.plugin.conf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.plugin.service.ServedPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations as plugins get them. */
@Timeout(20)
class ConfServiceTest {
    @TempDir
    Path directory;

    private Path files;
    private ServedPlugin plugin;

    @BeforeEach
    void open() throws IOException {
        files = Files.createDirectory(directory.resolve("conf"));
        plugin = new ServedPlugin(directory, new ConfService(files));
    }

    @AfterEach
    void close() throws IOException {
        plugin.close();
    }

    private String pull(String args) throws IOException {
        return plugin.call(ConfService.NAMESPACE, "pull", args);
    }

    @Test
    void configurationComesInBase64() throws IOException {
        Files.writeString(files.resolve("veinmind-weakpass"), "[a]\n");
        Files.writeString(files.resolve("veinmind-sensitive-file.toml"), "");
        assertThat(pull("[\"veinmind-weakpass\"]")).isEqualTo("{\"reply\":[\"W2FdCg==\"]}");
        assertThat(pull("[\"veinmind-sensitive-file\"]")).isEqualTo("{\"reply\":[\"\"]}");
    }

    @Test
    void whatIsNotThereIsAnError() throws IOException {
        Files.createDirectory(files.resolve("directory"));
        assertThat(pull("[\"other\"]")).isEqualTo("{\"error\":\"pull: there is no configuration other\"}");
        assertThat(pull("[\"directory\"]")).isEqualTo("{\"error\":\"pull: there is no configuration directory\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/etc/passwd", "..", ".hidden", "", "a/b", "a\\u0000b"})
    void namesStayWithinTheDirectory(String name) throws IOException {
        Files.writeString(directory.resolve("secret"), "x");
        Files.writeString(files.resolve(".hidden"), "x");
        assertThat(pull("[\"" + name + "\"]")).isEqualTo("{\"error\":\"pull: takes the name of a configuration\"}");
    }

    @Test
    void nameHasToBeText() throws IOException {
        assertThat(pull("[1]")).isEqualTo("{\"error\":\"pull: takes the name of a configuration\"}");
        assertThat(pull("[]")).isEqualTo("{\"error\":\"pull: takes 1 argument, not 0\"}");
    }

    @Test
    void sizeIsBounded() throws IOException {
        Files.write(files.resolve("large"), new byte[(4 << 20) + 1]);
        Files.write(files.resolve("allowed"), new byte[4 << 20]);
        assertThat(pull("[\"large\"]")).isEqualTo("{\"error\":\"pull: the configuration large has more than 4 MiB\"}");
        assertThat(pull("[\"allowed\"]")).hasSizeGreaterThan(5 << 20);
    }
}
