package dev.nydusview.rafs.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.model.RawName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePathTest {
    private static List<String> names(ImagePath path) {
        return path.names().stream().map(RawName::toString).toList();
    }

    @Test
    void pathsAreNormalised() {
        assertThat(ImagePath.parse("//etc///passwd/")).hasToString("/etc/passwd");
        assertThat(ImagePath.parse("").names()).isEmpty();
        assertThat(ImagePath.parse("etc/").directory()).isTrue();
        assertThat(ImagePath.parse("caf\\xe9").names().get(0).bytes())
                .isEqualTo("caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({
        "/, true, true",
        "a, false, false",
        "/a, true, false",
        "a/, false, true",
        "//a//, true, true",
    })
    void beginsAndEndsAreKept(String text, boolean absolute, boolean directory) {
        ImagePath path = ImagePath.of(text.getBytes(StandardCharsets.UTF_8));
        assertThat(path.absolute()).isEqualTo(absolute);
        assertThat(path.directory()).isEqualTo(directory);
    }

    @Test
    void dotsAreNames() {
        assertThat(names(ImagePath.parse("./a/.././..b"))).containsExactly(".", "a", "..", ".", "..b");
    }

    @Test
    void relativePathsBeginInADirectory() {
        EntryPath directory = EntryPath.ROOT.child(RawName.of("usr")).child(RawName.of("lib"));
        assertThat(ImagePath.parse("a/b", directory)).hasToString("/usr/lib/a/b");
        assertThat(ImagePath.parse("/a/b", directory)).hasToString("/a/b");
        assertThat(ImagePath.parse("a/b", EntryPath.ROOT)).hasToString("/a/b");
        assertThat(ImagePath.parse("..", directory)).hasToString("/usr/lib/..");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/a/b", "/x\\\\y/\\x00\\xff", "/\u00fc/\u76ee"})
    void textLeadsBackToTheSamePath(String text) {
        ImagePath path = ImagePath.parse(text);
        assertThat(path).hasToString(text);
        assertThat(ImagePath.parse(path.toString()).names()).isEqualTo(path.names());
    }

    @Test
    void childrenAreEscaped() {
        assertThat(ImagePath.child("/", RawName.of("a\\b"))).isEqualTo("/a\\\\b");
        assertThat(ImagePath.child("/x", RawName.of("\n"))).isEqualTo("/x/\\x0a");
    }
}
