package dev.nydusview.scan.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFilesTest {
    @TempDir
    Path directory;

    private void write(String configuration) throws IOException {
        ConfigurationFiles.write(configuration.getBytes(StandardCharsets.UTF_8), directory);
    }

    @Test
    void configurationOfADockerImage() throws IOException {
        write(
                """
                {"architecture": "amd64", "config": {"Env": ["PATH=/bin", "TOKEN=s3cr3t \\u00e4"], "Cmd": ["sh"]},
                 "history": [
                  {"created_by": "/bin/sh -c #(nop) ADD file:1 in / "},
                  {"created_by": "/bin/sh -c #(nop)  ENV TOKEN=s3cr3t", "empty_layer": true},
                  {"created_by": "/bin/sh -c apt-get update && curl -u me:pw x"},
                  {"created_by": "RUN /bin/sh -c make # buildkit"},
                  {"comment": "no instruction"}]}
                """);

        assertThat(directory.resolve("environment")).hasContent("PATH=/bin\nTOKEN=s3cr3t \u00e4\n");
        assertThat(directory.resolve("history"))
                .hasContent(
                        """
                        ADD file:1 in /
                        ENV TOKEN=s3cr3t
                        RUN apt-get update && curl -u me:pw x
                        RUN /bin/sh -c make # buildkit

                        """);
        assertThat(directory.resolve("config.json"))
                .content()
                .startsWith("{\n")
                .contains("\"architecture\" : \"amd64\"", "\"TOKEN=s3cr3t \u00e4\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"config\": null, \"history\": null}",
                "{\"config\": {\"Env\": null}, \"history\": {}}",
                "{\"config\": {\"Env\": \"PATH=x\"}, \"history\": \"x\"}"
            })
    void documentsWithoutThemHaveEmptyOnes(String configuration) throws IOException {
        write(configuration);
        assertThat(directory.resolve("environment")).isEmptyFile();
        assertThat(directory.resolve("history")).isEmptyFile();
        assertThat(directory.resolve("config.json")).isNotEmptyFile();
    }

    @Test
    void entriesOfOtherKindsBreakNothing() throws IOException {
        write("{\"config\": {\"Env\": [1, null, {\"a\": 1}, \"A=b\"]}, \"history\": [1, {\"created_by\": [2]}]}");
        assertThat(directory.resolve("environment")).content().contains("A=b\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "\0", "{} {}"})
    void whatIsNotJsonIsSaid(String configuration) {
        assertThatThrownBy(() -> write(configuration)).isInstanceOf(IOException.class);
        assertThat(directory).isEmptyDirectory();
    }
}
