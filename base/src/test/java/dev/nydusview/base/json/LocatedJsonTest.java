package dev.nydusview.base.json;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocatedJsonTest {
    private static LocatedJson parse(String document) throws MalformedJsonException {
        return LocatedJson.parse(document.getBytes(StandardCharsets.UTF_8), JsonLimits.of(1000));
    }

    @Test
    void eachValueKnowsItsLine() throws MalformedJsonException {
        LocatedJson top = parse("// a comment\n{\"a\": [\n  \"b\",\n  {\"c\": 1},\n], \"d\": null}");
        assertThat(top.line()).isEqualTo(2);
        assertThat(top.names()).containsExactly("a", "d");
        assertThat(top.member("d")).isNull();
        assertThat(top.elements("d")).isEmpty();
        LocatedJson object = top.elements("a").get(1);
        assertThat(object.line()).isEqualTo(4);
        assertThat(requireNonNull(object.member("c")).is(1)).isTrue();
        assertThat(top.elements("a").get(0).string()).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|line 1: not a JSON object",
                "''|line 1: not a JSON object",
                "{'a': 1, 'a': 2}|line 1: \"a\" occurs twice",
                "{} {}|line 1: something follows the end of the object",
            })
    void documentsThatAreNotOneObjectAreRefused(String document, String fault) {
        assertThatThrownBy(() -> parse(document.replace('\'', '"')))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage(fault);
    }

    @Test
    void faultsNameTheirLine() throws MalformedJsonException {
        assertThatThrownBy(() -> parse("{\n\"a\": \n]")).hasMessageStartingWith("line 3: not JSON: ");
        assertThatThrownBy(() -> parse("{\"a\":".repeat(100))).hasMessageStartingWith("line 1: not JSON: ");
        LocatedJson top = parse("{\n\"a\": 1}");
        assertThatThrownBy(() -> top.string("a")).hasMessage("line 2: expected a string");
        assertThatThrownBy(() -> top.elements("a")).hasMessage("line 2: \"a\" is not an array");
        assertThatThrownBy(() -> requireNonNull(top.member("a")).names()).hasMessage("line 2: expected an object");
        assertThatThrownBy(() -> parse("{\"a\": \"" + "b".repeat(1000) + "\"}")).hasMessage("larger than 1000 bytes");
    }
}
