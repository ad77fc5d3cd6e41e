package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plugin list} of plugins that it has called before. */
@Tag("mount")
class PluginListTest {
    private Path directory;
    private Path plugin;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path temporary) throws IOException {
        directory = temporary;
        cli = new Cli(temporary);
        plugin = new ShellPlugins(temporary.resolve("plugins")).add("probe", "");
    }

    private Cli.Result list(String... options) {
        String[] words = Stream.concat(
                        Stream.of("plugin", "list", plugin.getParent().toString()), Stream.of(options))
                .toArray(String[]::new);
        return cli.run(words);
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(".cache/nydusview/plugins"))) {
            return files.toList();
        }
    }

    @Test
    void answersComeFromTheCacheUntilAFileChanges() throws IOException {
        Cli.Result first = list();
        assertThat(first.out()).contains("probe  1.2");
        Path answer = kept().get(0);
        Files.writeString(answer, Files.readString(answer).replace("1.2", "9.9"));

        assertThat(list().out()).contains("probe  9.9");
        assertThat(list("--no-cache").out()).isEqualTo(first.out());
        Files.writeString(plugin.resolveSibling("rules.json"), "{}");
        assertThat(list()).isEqualTo(first);
    }

    @Test
    void answersThatOthersMayHaveWrittenAreNotTaken() throws IOException {
        Cli.Result first = list();
        Path answer = kept().get(0);
        Files.writeString(answer, Files.readString(answer).replace("1.2", "9.9"));
        Files.setPosixFilePermissions(answer, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(list()).isEqualTo(first);
    }

    @Test
    void pluginsThatLackClickAreToldInOneLine() throws IOException {
        for (String name : List.of("first", "second")) {
            Path lacking = plugin.resolveSibling(name);
            Files.writeString(
                    lacking, "#!/bin/sh\necho \"ModuleNotFoundError: No module named 'click'\" >&2\nexit 1\n");
            Files.setPosixFilePermissions(lacking, PosixFilePermissions.fromString("r-xr-xr-x"));
        }

        Cli.Result result = list();

        assertThat(result.out()).contains("probe  1.2");
        assertThat(result.err())
                .isEqualTo("nydusview: 2 executables cannot run without click, a package of Python: install "
                        + "python3-click (apk: py3-click, pacman: python-click)\n");
    }

    @Test
    void cacheClearRemovesThem() throws IOException {
        list();

        assertThat(cli.run("cache", "clear").code()).isZero();
        assertThat(directory.resolve(".cache/nydusview/plugins")).doesNotExist();
    }
}
