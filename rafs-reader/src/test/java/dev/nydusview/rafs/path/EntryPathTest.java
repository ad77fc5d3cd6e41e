package dev.nydusview.rafs.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.model.RawName;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EntryPathTest {
    private static String text(EntryPath path) {
        return new String(path.bytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void bytesAreTheNamesWithSlashesBetweenThem() {
        EntryPath a = EntryPath.ROOT.child(RawName.of("a"));
        EntryPath below = a.child(RawName.of(new byte[] {'b', (byte) 0xff})).child(RawName.of("c"));
        assertThat(text(EntryPath.ROOT)).isEmpty();
        assertThat(text(a)).isEqualTo("a");
        assertThat(text(below)).isEqualTo("a/b\u00ff/c");
        assertThat(below.names())
                .hasSize(3)
                .containsExactlyElementsOf(below.parent().child(below.name()).names());
    }
}
