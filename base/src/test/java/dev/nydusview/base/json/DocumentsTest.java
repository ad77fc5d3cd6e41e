package dev.nydusview.base.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    private record Example(String z, @Nullable String absent, long bytes, Instant at) {}

    private static final Example EXAMPLE = new Example("a\u001b", null, 1L << 40, Instant.EPOCH);

    private static String text(byte[] document) {
        return new String(document, StandardCharsets.UTF_8);
    }

    @Test
    void documentsForPeopleAreEscapedAndLackWhatIsAbsent() throws IOException {
        assertThat(text(Documents.write(EXAMPLE)))
                .isEqualToNormalizingNewlines(
                        """
                        {
                          "z" : "a\\u001B",
                          "bytes" : 1099511627776,
                          "at" : "1970-01-01T00:00:00Z"
                        }
                        """);
        assertThat(Documents.read(Documents.write(EXAMPLE), Example.class)).isEqualTo(EXAMPLE);
    }

    @Test
    void answersHaveNullForWhatIsAbsent() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Documents.writeCompact(out, EXAMPLE);
        assertThat(text(out.toByteArray()))
                .isEqualTo(
                        "{\"z\":\"a\\u001B\",\"absent\":null,\"bytes\":1099511627776,\"at\":\"1970-01-01T00:00:00Z\"}");
        assertThat(Documents.message(EXAMPLE)).isEqualTo(out.toByteArray());
        out.reset();
        Documents.writeIndented(out, List.of("\u202e"));
        assertThat(text(out.toByteArray())).isEqualTo("[ \"\\u202e\" ]\n");
    }

    @Test
    void halfACharacterBecomesAQuestionMark() {
        assertThat(text(Documents.line(Documents.message(List.of("\ud800"))))).isEqualTo("[\"?\"]\n");
    }

    @Test
    void membersThatAreNotKnownAreAnErrorUnlessTheyMayCome() throws IOException {
        byte[] document = "{\"z\":\"a\",\"new\":1}".getBytes(StandardCharsets.UTF_8);
        assertThat(Documents.readKnown(document, Example.class).z()).isEqualTo("a");
        assertThatThrownBy(() -> Documents.read(document, Example.class)).isInstanceOf(IOException.class);
        byte[] two = "{\"z\":\"a\"} {}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Documents.readKnown(two, Example.class)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Documents.read("null".getBytes(StandardCharsets.UTF_8), Example.class))
                .hasMessage("it is empty");
    }
}
