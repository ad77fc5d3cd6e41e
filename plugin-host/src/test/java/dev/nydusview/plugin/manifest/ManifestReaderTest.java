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

    @Test
    void aDescriptionMayHaveLinesAndLettersThatAreJoined() throws Exception {
        PluginManifest manifest = read(
                "{\"manifestVersion\":1,\"author\":\"\u0646\u06cc\u200c\u0645\",\"description\":\"one\\n\\ttwo\"}");
        assertThat(manifest.description()).isEqualTo("one two");
        assertThat(manifest.author()).isEqualTo("\u0646\u06cc\u200c\u0645");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            ``                                                     | its command info prints nothing
            hello                                                  | the output of its command info is not JSON
            7                                                      | the output of its command info is not a JSON object
            {}                                                     | its manifest has version none, not 1
            {"manifestVersion":2}                                  | its manifest has version 2, not 1
            {"manifestVersion":1,"name":7}                         | its manifest has a name that is not a string
            {"manifestVersion":1,"name":"a\\u0000"}                | its manifest has a name that is not a string
            {"manifestVersion":1,"name":"a\\u001b[2J"}             | its manifest has a name with characters that are not printable
            {"manifestVersion":1,"name":"a\\u009b1m"}              | its manifest has a name with characters that are not printable
            {"manifestVersion":1,"name":"a\\u202etxt"}             | its manifest has a name with characters that are not printable
            {"manifestVersion":1,"name":"a\\nINCOMPLETE"}          | its manifest has a name with characters that are not printable
            {"manifestVersion":1,"version":"1\\r"}                 | its manifest has a version with characters that are not printable
            {"manifestVersion":1,"author":"a\\u0007"}              | its manifest has control characters in its author
            {"manifestVersion":1,"description":"a\\u2066"}         | its manifest has control characters in its description
            {"manifestVersion":1,"tags":["a","\\u009d0;t"]}        | its manifest has control characters in its tags
            {"manifestVersion":1,"commands":[{"path":["\\u001b"]}]} | its manifest has a path with characters that are not printable
            {"manifestVersion":1,"commands":{}}                    | its manifest has commands that are not a list
            {"manifestVersion":1,"commands":[1]}                   | its manifest has a command that is not an object
            {"manifestVersion":1,"commands":[{"path":[1]}]}        | its manifest has path that are not strings
            """)
    void whatIsNoManifest(String output, String reason) {
        assertThatThrownBy(() -> read(output))
                .isInstanceOf(BadManifestException.class)
                .hasMessageStartingWith(reason);
    }
}
