package dev.nydusview.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeStreamTest {
    /**
     * Characters that terminals act on: C0 except line feed and tab, DEL, C1, and characters that change the direction
     * of text.
     */
    private static final Pattern ACTED_ON = Pattern.compile(
            "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]");

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "\\u001b]0;t\\u0007x, \\x1b]0;t\\x07x",
        "a\\u009b31mb, a\\xc2\\x9b31mb",
        "\\u202etxt.exe\\u2066, \\xe2\\x80\\xaetxt.exe\\xe2\\x81\\xa6",
        "x\\ry, x\\x0dy",
        "del\\u007f, del\\x7f",
        "grün 日本 😀, grün 日本 😀",
        "\\u2028\\u2029, \\xe2\\x80\\xa8\\xe2\\x80\\xa9",
    })
    void textIsMadeSafe(String text, String safe) {
        String given = java.util.regex.Pattern.compile("\\\\u([0-9a-f]{4})|\\\\r")
                .matcher(text)
                .replaceAll(m -> m.group(1) == null ? "\r" : "" + (char) Integer.parseInt(m.group(1), 16));
        assertThat(SafeStream.text(utf8(given))).isEqualTo(safe);
    }

    @Test
    void linesAndTabsStay() {
        assertThat(SafeStream.text(utf8("a\tb\nc\n"))).isEqualTo("a\tb\nc\n");
    }

    @Test
    void bytesThatAreNoTextAreShownAsSuch() {
        assertThat(SafeStream.text(new byte[] {'a', (byte) 0x9b, 'b', (byte) 0xc3}))
                .isEqualTo("a\\x9bb\\xc3");
    }

    @Test
    void jsonMeansTheSame() {
        String json = "{\"a\":\"\u009b\u202e\u007f\u2028grün 😀\",\r\n\t\"b\":1}\n";
        assertThat(new String(SafeStream.json(utf8(json)), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":\"\\u009b\\u202e\\u007f\\u2028grün 😀\",\r\n\t\"b\":1}\n");
    }

    /** A terminal gets no control sequence through, whatever the pieces in which the text is written. */
    @Test
    @Tag("soak")
    void piecesMakeNoDifference() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(40_000)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(4) == 0 ? bytes[i] : (byte) (' ' + (bytes[i] & 0x3f));
            }
            ByteArrayOutputStream shown = new ByteArrayOutputStream();
            try (SafeStream stream = SafeStream.text(shown)) {
                for (int at = 0; at < bytes.length; ) {
                    int count = Math.min(bytes.length - at, 1 + random.nextInt(3_000));
                    stream.write(bytes, at, count);
                    at += count;
                }
            }
            String text = shown.toString(StandardCharsets.UTF_8);
            assertThat(text).isEqualTo(SafeStream.text(bytes)).doesNotContainPattern(ACTED_ON);
        }
    }

    @Test
    @Tag("soak")
    void everyCharacterIsSafeOrEscaped() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point += point < 0x3000 ? 1 : 13) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                assertThat(SafeStream.text(utf8(Character.toString(point)))).doesNotContainPattern(ACTED_ON);
            }
        }
    }
}
