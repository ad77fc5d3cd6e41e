package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that need no image. */
class LocalCommandsTest {
    private Path directory;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        cli = new Cli(directory);
    }

    @Test
    void versionSaysWhatIsThere() throws IOException {
        Cli.Result result = cli.run("version", "--format", "json");

        Map<?, ?> version = Json.read(result.out().getBytes(StandardCharsets.UTF_8), Map.class);
        assertThat(result.code()).isZero();
        assertThat(version.keySet())
                .asString()
                .isEqualTo("[schemaVersion, version, commit, jvm, platform, fuse, rafs]");
        assertThat(version.get("version")).isNotEqualTo("unknown");
        assertThat(version.get("rafs")).asString().startsWith("{versions=[5, 6], compressors=[none, lz4_block");
        assertThat(cli.run("--version").out()).isEqualTo(cli.run("version").out());
    }

    @Test
    void cacheIsBelowTheXdgDirectoryUnlessTold() {
        assertThat(cli.run("cache", "ls").out()).endsWith(directory.resolve(".cache/nydusview") + ": 0 B\n");
        cli.with("XDG_CACHE_HOME", directory.resolve("xdg").toString());
        assertThat(cli.run("cache", "ls").out()).endsWith(directory.resolve("xdg/nydusview") + ": 0 B\n");
        cli.with("NYDUSVIEW_CACHE_DIR", directory.resolve("own").toString());
        assertThat(cli.run("cache", "ls").out()).endsWith(directory.resolve("own") + ": 0 B\n");
    }

    @Test
    void clearRefusesADirectoryThatIsNoCache() throws IOException {
        Path precious = Files.writeString(directory.resolve("precious"), "x");

        Cli.Result result = cli.run("cache", "clear", "--cache-dir", directory.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains(directory + " is not cleared");
        assertThat(precious).exists();
    }

    @Test
    void nothingIsMounted() {
        assertThat(cli.run("status", "--format", "json").out()).contains("\"mounts\" : [ ]");
        Cli.Result status = cli.run("status", directory.toString());
        assertThat(status.code()).isEqualTo(3);
        assertThat(status.err())
                .isEqualTo("nydusview: no mount is known at " + directory + "; `nydusview status` lists your mounts\n");
        Cli.Result umount = cli.run("umount", directory.toString());
        assertThat(umount.code()).isEqualTo(3);
        assertThat(umount.err())
                .isEqualTo("nydusview: nydusview has nothing mounted at " + directory + "; see `nydusview status`\n");
    }
}
