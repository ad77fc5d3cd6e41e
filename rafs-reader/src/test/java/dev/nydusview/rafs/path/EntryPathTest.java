package dev.nydusview.rafs.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.model.RawName;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EntryPathTest {
    private final EntryPath place =
            EntryPath.ROOT.child(RawName.of("usr")).child(RawName.of("lib")).child(RawName.of("a\\b"));

    @Test
    void rootHasNoName() {
        assertThat(EntryPath.ROOT.isRoot()).isTrue();
        assertThat(EntryPath.ROOT.depth()).isZero();
        assertThat(EntryPath.ROOT.name().length()).isZero();
        assertThat(EntryPath.ROOT.names()).isEmpty();
        assertThat(EntryPath.ROOT.bytes()).isEmpty();
        assertThat(EntryPath.ROOT.parent()).isSameAs(EntryPath.ROOT);
        assertThat(EntryPath.ROOT).hasToString("/");
    }

    @Test
    void placeHasTheNamesOnTheWay() {
        assertThat(place.depth()).isEqualTo(3);
        assertThat(place.name()).isEqualTo(RawName.of("a\\b"));
        assertThat(place.names()).containsExactly(RawName.of("usr"), RawName.of("lib"), RawName.of("a\\b"));
        assertThat(place.parent().names()).containsExactly(RawName.of("usr"), RawName.of("lib"));
        assertThat(place.bytes()).isEqualTo("usr/lib/a\\b".getBytes(StandardCharsets.UTF_8));
        assertThat(place).hasToString("/usr/lib/a\\\\b");
    }

    @Test
    void pathOfAnyDepthIsWhole() {
        EntryPath deep = EntryPath.ROOT;
        for (int i = 0; i < 100_000; i++) {
            deep = deep.child(RawName.of(String.valueOf(i)));
        }
        assertThat(deep.depth()).isEqualTo(100_000);
        assertThat(deep.names()).hasSize(100_000).startsWith(RawName.of("0")).endsWith(RawName.of("99999"));
        assertThat(new String(deep.bytes(), StandardCharsets.UTF_8))
                .startsWith("0/1/")
                .endsWith("/99998/99999");
    }
}
