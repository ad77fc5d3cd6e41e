package dev.nydusview.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.Glob.Syntax;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
    private static final Syntax[] PATHS = {Syntax.SLASHES, Syntax.ANY_DEPTH, Syntax.BRACES};

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] raw(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static boolean inBrackets(String pattern, String name) {
        return Glob.of(pattern, Syntax.BRACKETS, Syntax.ESCAPES).matches(bytes(name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '"',
            value = {
                "* \"\"",
                "* a/b",
                "\"\" \"\"",
                "a a",
                "?b ab",
                "a*c ac",
                "a*c abbc",
                "*a*b*c* xaxbxcx",
                "a**b aXb",
                "*aab aaab",
                "? \ud83d\ude00",
                "*\u6807 \u76ee\u6807",
                "{a,b} {a,b}",
                "[a] [a]",
                "\\a \\a",
            })
    void plainPatternMatches(String pattern, String name) {
        assertThat(Glob.of(pattern).matches(bytes(name))).isTrue();
        assertThat(Glob.of(bytes(pattern)).matches(bytes(name))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '"',
            value = {"\"\" a", "a aa", "aa a", "? ab", "? \"\"", "a*c acx", "a*c xac", "*ab* ba", "A a", "*a*b b/a"})
    void plainPatternDoesNotMatch(String pattern, String name) {
        assertThat(Glob.of(pattern).matches(bytes(name))).isFalse();
        assertThat(Glob.of(bytes(pattern)).matches(bytes(name))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "[abc] b",
                "[a-c] b",
                "[a-c]x bx",
                "[!a-c] d",
                "[^a-c] d",
                "[a-] -",
                "[-a] -",
                "[]a] ]",
                "[!]a] b",
                "[] []",
                "[a [a",
                "[[] [",
                "[a-cx-z] y",
                "[a,b] ,",
                "[\u4e00-\u9fff] \u76ee",
                "x[*]y x*y",
                "\\[a] [a]",
                "\\* *",
                "\\\\ \\",
                "a\\ a\\",
            })
    void brackets(String pattern, String name) {
        assertThat(inBrackets(pattern, name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"[abc] d", "[a-c] d", "[!a-c] b", "[a-c] ab", "[]a] [", "x[*]y xzy", "\\* a", "\\? a", "[a-c B"})
    void bracketsThatDoNotMatch(String pattern, String name) {
        assertThat(inBrackets(pattern, name)).isFalse();
    }

    @Test
    void caseCanBeIgnored() {
        assertThat(Glob.of("*.JPG", Syntax.IGNORE_CASE).matches(bytes("a.jpg"))).isTrue();
        assertThat(Glob.of("*.jpg", Syntax.IGNORE_CASE).matches(bytes("A.JPG"))).isTrue();
        assertThat(Glob.of("[A-C]\u00dc", Syntax.IGNORE_CASE, Syntax.BRACKETS).matches(bytes("b\u00fc")))
                .isTrue();
        assertThat(Glob.of("*.jpg").matches(bytes("A.JPG"))).isFalse();
    }

    /** A name of which some is not UTF-8 is bytes as a whole. */
    @Test
    void bytesThatAreNoCharactersStandForThemselves() {
        byte[] broken = raw('a', 0xff, 'b');
        assertThat(Glob.of("a?b").matches(broken)).isTrue();
        assertThat(Glob.of("a??b").matches(broken)).isFalse();
        assertThat(Glob.of(raw('a', 0xff, '*')).matches(broken)).isTrue();
        assertThat(Glob.of(raw('a', 0xfe, '*')).matches(broken)).isFalse();
        assertThat(Glob.of("*\u00ff*").matches(broken)).isFalse();
        assertThat(Glob.of("??").matches(raw(0xc3, 0xbc, 0xff))).isFalse();
        assertThat(Glob.of("???").matches(raw(0xc3, 0xbc, 0xff))).isTrue();
        assertThat(Glob.of("?").matches(raw(0xc3, 0xbc))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "etc/* etc/a",
                "**/x x",
                "**/x a/b/x",
                "a/**/z a/z",
                "a/**/z a/b/c/z",
                "a/** a/b/c",
                "{,usr/}lib/* lib/a",
                "{,usr/}lib/* usr/lib/a",
                "{a,b{c,d}}/x bd/x",
                "{**/,x}y a/b/y",
                "{**/,x}y y",
                "{**/,x}y xy",
                "{}a a",
                "{a}b ab",
                "a,b a,b",
                "***/x a/bc/x",
            })
    void paths(String pattern, String path) {
        assertThat(Glob.of(pattern, PATHS).matches(bytes(path))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "etc/* etc/a/b",
                "etc/? etc/ab",
                "a?b a/b",
                "**/x ax",
                "**/x x/y",
                "a/**/z az",
                "a/** ab/c",
                "{a,b}/x c/x",
                "{a,b} a,b",
                "{a,b{c,d}}/x b/x",
            })
    void pathsThatDoNotMatch(String pattern, String path) {
        assertThat(Glob.of(pattern, PATHS).matches(bytes(path))).isFalse();
    }

    @Test
    void directoriesAreNotLeftOutUnlessTheSyntaxSaysSo() {
        assertThat(Glob.of("**/x", Syntax.SLASHES).matches(bytes("a/b/x"))).isTrue();
        assertThat(Glob.of("**/x", Syntax.SLASHES).matches(bytes("x"))).isFalse();
    }

    @Test
    void bracketsStopAtSlashesIfTheSyntaxSaysSo() {
        assertThat(Glob.of("a[!x]b", Syntax.BRACKETS).matches(bytes("a/b"))).isTrue();
        assertThat(Glob.of("a[!x]b", Syntax.BRACKETS, Syntax.SLASHES).matches(bytes("a/b")))
                .isFalse();
        assertThat(Glob.of("a[!x]b", Syntax.BRACKETS, Syntax.SLASHES).matches(bytes("acb")))
                .isTrue();
        assertThat(Glob.of("a[+-9]b", Syntax.BRACKETS, Syntax.SLASHES).matches(bytes("a/b")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a", "a}", "}{", "{a,{b}", "a{b}}"})
    void bracesThatDoNotMatchAreRefused(String pattern) {
        assertThatThrownBy(() -> Glob.of(pattern, PATHS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + pattern + "\" is not a pattern: its braces do not match");
    }

    /** None of these would end if alternatives were tried one after the other, or take the stack of a thread. */
    @Test
    void hostilePatternsTakeNoLongerThanOthers() {
        String name = "a".repeat(10_000);
        assertThat(Glob.of("*a".repeat(100) + "b").matches(bytes(name))).isFalse();
        assertThat(Glob.of("{a,aa}".repeat(100) + "b", PATHS).matches(bytes(name)))
                .isFalse();
        assertThat(Glob.of("**/".repeat(100) + "b", PATHS).matches(bytes("a/".repeat(1000))))
                .isFalse();
        assertThat(Glob.of("{".repeat(50_000) + "}".repeat(50_000) + "a", PATHS).matches(bytes("a")))
                .isTrue();
        assertThat(Glob.of("[".repeat(50_000), Syntax.BRACKETS).matches(bytes("[".repeat(50_000))))
                .isTrue();
    }
}
