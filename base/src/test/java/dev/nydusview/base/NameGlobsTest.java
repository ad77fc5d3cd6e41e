package dev.nydusview.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameGlobsTest {
    @ParameterizedTest
    @CsvSource({
        "**, a/b/c, true",
        "a/**, a/b/c, true",
        "a/**, a, false",
        "a/*, a/b, true",
        "a/*, a/b/c, false",
        "*/b, a/b, true",
        "a?, ab, true",
        "a?, a/, false",
        "a.b, axb, false",
        "a/b, a/b:1, false",
        "a/b:*, a/b:1, true",
        "'a\\Eb', 'a\\Eb', true",
    })
    void whole(String glob, String name, boolean matches) {
        assertThat(new NameGlobs(List.of("x/y", glob)).match(name)).isEqualTo(matches);
    }

    @Test
    void allAndNone() {
        assertThat(new NameGlobs(List.of("a", "**")).areAll()).isTrue();
        assertThat(new NameGlobs(List.of("a/**")).areAll()).isFalse();
        assertThat(new NameGlobs(List.of()).match("")).isFalse();
    }
}
