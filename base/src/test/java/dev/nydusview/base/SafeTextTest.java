package dev.nydusview.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTextTest {
    @ParameterizedTest
    @CsvSource({
        "706c61696e, plain",
        "61206220, 'a b '",
        "636166c3a9, café",
        "636166e9, caf\\xe9",
        "f09f9880, 😀",
        "0a091b5b324a, \\x0a\\x09\\x1b[2J",
        "5c, \\\\",
        "5c783431, \\\\x41",
        "e280ae, \\xe2\\x80\\xae",
        "c080, \\xc0\\x80",
        "eda080, \\xed\\xa0\\x80",
        "c3, \\xc3",
        "f0908080ff, \uD800\uDC00\\xff",
    })
    void escapes(String hex, String text) {
        byte[] name = HexFormat.of().parseHex(hex);

        assertThat(SafeText.escape(name)).isEqualTo(text);
        assertThat(SafeText.unescape(text)).isEqualTo(name);
    }

    @Test
    void anyBytesComeBack() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] name = new byte[random.nextInt(12)];
            random.nextBytes(name);

            String text = SafeText.escape(name);

            assertThat(SafeText.unescape(text)).as(text).isEqualTo(name);
            assertThat(text.codePoints()).noneMatch(Character::isISOControl);
        }
    }

    @ParameterizedTest
    @CsvSource({"a\\b, 615c62", "\\x4, 5c7834", "\\xzz, 5c787a7a", "\\x41\\, 415c"})
    void backslashThatBeginsNoEscapeIsItself(String text, String hex) {
        assertThat(SafeText.unescape(text)).isEqualTo(HexFormat.of().parseHex(hex));
    }

    @Test
    void messagesBecomeOneLine() {
        assertThat(SafeText.controls("a\nb\u009bc\\d")).isEqualTo("a b\\xc2\\x9bc\\d");
        assertThat(SafeText.controls("gut für alle")).isEqualTo("gut für alle");
    }

    @Test
    void linesKeepTheirEnds() {
        assertThat(SafeText.lines("a\tb\n\u001b[2J\r\n")).isEqualTo("a\tb\n\\x1b[2J\\x0d\n");
    }

    @Test
    void shortenedTextIsOneSafeLine() {
        assertThat(SafeText.shortened("abc", 3)).isEqualTo("abc");
        assertThat(SafeText.shortened("abc\u001b", 3)).isEqualTo("abc...");
        assertThat(SafeText.shortened("a\u001bc", 3)).isEqualTo("a\\x1bc");
        assertThat(SafeText.shortened("ab\uD83D\uDE00", 3)).isEqualTo("ab...");
        assertThat(SafeText.shortened(new byte[] {'a', (byte) 0x9b, 'b'}, 10)).isEqualTo("a\\x9bb");
        assertThat(SafeText.shortened(new byte[300], 200)).hasSize(203).endsWith("...");
    }

    @Test
    void fittingTextCanBeEncoded() {
        assertThat(SafeText.fit("a\uD83Db\uDE00c\uD83D\uDE00", 10)).isEqualTo("a\ufffdb\ufffdc\uD83D\uDE00");
        assertThat(SafeText.fit("abc\uD83D\uDE00", 4)).isEqualTo("abc\u2026");
        assertThat(SafeText.fit("a\u001bb", 3)).isEqualTo("a\u001bb");
    }

    @ParameterizedTest
    @CsvSource({"name, false", "a\u200db, false", "a\u001bb, true", "a\u009bb, true", "a\u202eb, true", "a\u2066b, true"
    })
    void controlsAreTold(String text, boolean has) {
        assertThat(SafeText.hasControls(unicode(text))).isEqualTo(has);
    }

    private static String unicode(String text) {
        return java.util.regex.Pattern.compile("\\\\u([0-9a-f]{4})")
                .matcher(text)
                .replaceAll(m -> "" + (char) Integer.parseInt(m.group(1), 16));
    }
}
