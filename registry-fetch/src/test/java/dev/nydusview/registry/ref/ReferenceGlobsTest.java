package dev.nydusview.registry.ref;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReferenceGlobsTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "**, a.example/b, true",
        "a.example/*, a.example/b, true",
        "a.example/*, a.example/b/c, false",
        "a.example/**, a.example/b/c, true",
        "A.EXAMPLE:443/b, a.example/b:1, true",
        "a.example/b:1, a.example:443/b:1, true",
        "a.example/b:1, a.example/b:2, false",
        "a.example/b:V*, A.example/b:V1, true",
        "a.example/b:V*, a.example/b:v1, false",
        "a.exampl?/b, a.example/b, true",
        "a?example/b, a.example/b, true",
        "index.docker.io/library/*, debian:1, true",
        "docker.io/deb*, debian:1, true",
        "docker.io/deb*, user/debian, false",
        "library/debian:12, debian:12, true",
        "localhost:80/**, localhost/a, true",
        "localhost:443/**, LOCALHOST:80/a, true",
        "a.example:80/**, a.example/a, false",
        "[0::1]/a, [::1]:443/a, true",
        "a.example/(b|c)+, a.example/b, false",
    })
    void hostsAreComparedInCanonicalForm(String glob, String reference, boolean matches) {
        ReferenceGlobs globs = new ReferenceGlobs(List.of("z.example/z", glob));
        assertThat(globs.matches(ImageReference.parse(reference))).isEqualTo(matches);
        assertThat(globs.matches(reference)).isEqualTo(matches);
    }

    @Test
    void aGlobForATagIsNotAboutADigest() {
        ReferenceGlobs globs = new ReferenceGlobs(List.of("a.example/b:1"));
        assertThat(globs.matches(ImageReference.parse("a.example/b:1@" + DIGEST).byDigest()))
                .isFalse();
        assertThat(new ReferenceGlobs(List.of("a.example/b@sha256:0*"))
                        .matches(ImageReference.parse("A.example/b@" + DIGEST)))
                .isTrue();
        assertThat(globs.areAll()).isFalse();
        assertThat(new ReferenceGlobs(List.of("**")).areAll()).isTrue();
    }
}
