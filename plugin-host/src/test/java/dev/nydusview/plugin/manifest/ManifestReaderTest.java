package dev.nydusview.plugin.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestReaderTest {
    private static PluginManifest read(String output) throws BadManifestException {
        return ManifestReader.read(output.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void membersMayBeMissing() throws Exception {
        assertThat(read("{\"manifestVersion\":1}")).isEqualTo(new PluginManifest("", "", "", "", List.of(), List.of()));
    }

    @Test
    void onlyTheFirstValueCounts() throws Exception {
        PluginManifest manifest = read(
                """
                {"manifestVersion": 1, "name": "/odd/ name", "version": "1", "author": "", "description": null, "tags": ["a"],
                 "commands": [{"type": "image", "data": {}, "path": ["scan", "image"]}, {"type": "iac", "path": []}]}
                and more""");
        assertThat(manifest.name()).isEqualTo("/odd/ name");
        assertThat(manifest.tags()).containsExactly("a");
        assertThat(manifest.commands())
                .containsExactly(
                        new PluginCommand(List.of("scan", "image"), "image"), new PluginCommand(List.of(), "iac"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            ``                                                     | it says nothing when it is asked for info
            hello                                                  | what it says of itself is no JSON
            7                                                      | what it says of itself is no JSON object
            {}                                                     | its manifest is of version none, not 1
            {"manifestVersion":2}                                  | its manifest is of version 2, not 1
            {"manifestVersion":1,"name":7}                         | its manifest has a name that is no text
            {"manifestVersion":1,"name":"a\\u0000"}                | its manifest has a name that is no text
            {"manifestVersion":1,"commands":{}}                    | its manifest has commands that are no list
            {"manifestVersion":1,"commands":[1]}                   | its manifest has a command that is no object
            {"manifestVersion":1,"commands":[{"path":[1]}]}        | its manifest has path that are no texts
            """)
    void whatIsNoManifest(String output, String reason) {
        assertThatThrownBy(() -> read(output))
                .isInstanceOf(BadManifestException.class)
                .hasMessageStartingWith(reason);
    }
}
