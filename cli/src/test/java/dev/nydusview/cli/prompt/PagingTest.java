package dev.nydusview.cli.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.SafeStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagingTest {
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final ByteArrayOutputStream pager = new ByteArrayOutputStream();

    /** Tests a window of 10 columns and 4 rows, one of which is for the prompt. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            '',                      false
            one,                     false
            'one\\ntwo\\nthree\\n',    false
            'one\\ntwo\\nthree',      false
            'one\\ntwo\\nthree\\nx',   true
            'a\\nb\\n1234567890\\n',   false
            'a\\nb\\n12345678901\\n',  true
            'a\\nb\\n漢字漢字漢\\n',     false
            'a\\nb\\n漢字漢字漢字\\n',   true
            'a\\nb\\néééééééééé\\n',   false
            'a\\nb\\n\\tab\\n',         false
            'a\\nb\\n\\tabc\\n',        true
            """)
    void pagesWhatIsLongerThanTheWindow(String escaped, boolean paged) throws IOException {
        String text = escaped.translateEscapes();
        try (Paging paging = new Paging(terminal, new TerminalSize(10, 4), () -> Optional.of(pager))) {
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                paging.write(b);
            }
        }

        String ended = text.isEmpty() || text.endsWith("\n") || paged ? text : text + "\n";
        assertThat((paged ? pager : terminal).toString(StandardCharsets.UTF_8)).isEqualTo(ended);
        assertThat((paged ? terminal : pager).size()).isZero();
    }

    @Test
    void columnsFitTheWindow() {
        List<String> names = List.of("a", "bb", "ccc", "dddd", "e");

        assertThat(Columns.layOut(names, 80)).isEqualTo("a     bb    ccc   dddd  e\n");
        assertThat(Columns.layOut(names, 16)).isEqualTo("a     dddd\nbb    e\nccc\n");
        assertThat(Columns.layOut(names, 3)).isEqualTo("a\nbb\nccc\ndddd\ne\n");
        assertThat(Columns.layOut(List.of("漢字", "x", "y"), 11)).isEqualTo("漢字  y\nx\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            text\\n\\tmore\\n          | text\\n\\tmore\\n
            back\\\\slash             | back\\\\slash
            \\033[2J\\r               | \\\\x1b[2J\\\\x0d
            caf\\351                  | caf\\\\xe9
            \\303\\251\\342\\202       | é\\\\xe2\\\\x82
            \\342\\200\\256            | \\\\xe2\\\\x80\\\\xae
            \\360\\237\\230\\200\\377   | \uD83D\uDE00\\\\xff
            """)
    void fileContentsAreHarmless(String bytes, String shown) {
        byte[] content = bytes.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);

        assertThat(SafeStream.text(content)).isEqualTo(shown.translateEscapes());
    }

    @Test
    void harmlessAlsoByteByByte() throws IOException {
        byte[] content = new byte[30_000];
        new Random(3).nextBytes(content);
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (SafeStream stream = SafeStream.text(shown)) {
            for (byte b : content) {
                stream.write(b);
            }
        }

        assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo(SafeStream.text(content));
        assertThat(shown.toString(StandardCharsets.UTF_8)).doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]");
    }
}
