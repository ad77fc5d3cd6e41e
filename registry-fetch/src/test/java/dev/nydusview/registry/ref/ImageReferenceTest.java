package dev.nydusview.registry.ref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImageReferenceTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "debian, docker.io/library/debian:latest",
        "debian:12, docker.io/library/debian:12",
        "user/app, docker.io/user/app:latest",
        "docker.io/debian, docker.io/library/debian:latest",
        "index.docker.io/library/debian, docker.io/library/debian:latest",
        "localhost/app, localhost/app:latest",
        "localhost:5000/app:v1, localhost:5000/app:v1",
        "host.example/a/b/c__d-e.f:T_1.2-3, host.example/a/b/c__d-e.f:T_1.2-3",
        "registry:5000/app, registry:5000/app:latest",
        "[::1]:5000/app:x, [::1]:5000/app:x",
        "127.0.0.1:5000/app, 127.0.0.1:5000/app:latest",
        "Host/app, Host/app:latest",
    })
    void fillsInDockersDefaults(String text, String canonical) {
        ImageReference reference = ImageReference.parse(text);

        assertThat(reference).hasToString(canonical);
        assertThat(ImageReference.parse(canonical)).isEqualTo(reference);
    }

    @Test
    void digestReplacesTheDefaultTagAndDecidesOverAStatedOne() {
        assertThat(ImageReference.parse("app@" + DIGEST)).hasToString("docker.io/library/app@" + DIGEST);
        ImageReference both = ImageReference.parse("h:1/app:t@" + DIGEST);
        assertThat(both).hasToString("h:1/app:t@" + DIGEST);
        assertThat(both.target()).isEqualTo(DIGEST);
    }

    @Test
    void dockerHubAnswersUnderAnotherHost() {
        assertThat(ImageReference.parse("debian").apiHost()).isEqualTo("registry-1.docker.io");
        assertThat(ImageReference.parse("h:1/debian").apiHost()).isEqualTo("h:1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user/App | the repository name must be in lower case",
                "h:1/ | the repository name is missing",
                "h:99999/a | the port is above 65535",
                "a//b | \"\" in the repository name is not letters and digits separated by '.', '_', '__' or '-'",
                "h.x/../b | \"..\" in the repository name is not letters and digits separated by '.', '_', '__' or '-'",
                "a:-x | the tag \"-x\" is not 1 to 128 letters, digits, '_', '.' or '-' that start with a letter,"
                        + " digit or '_'",
                "a@sha256:abc | the digest is not \"sha256:\" and 64 lower-case hexadecimal digits",
                "-h.x/b | \"-h.x\" is not a host name with an optional port",
            })
    void saysWhichRuleABadReferenceBreaks(String text, String rule) {
        assertThatThrownBy(() -> ImageReference.parse(text))
                .isInstanceOf(InvalidReferenceException.class)
                .hasMessage("invalid image reference \"" + text + "\": " + rule);
    }

    @Test
    void imageIdIsNoName() {
        String id = "ab".repeat(32);
        assertThatThrownBy(() -> ImageReference.parse(id))
                .hasMessageEndingWith("this is an image ID, not a repository name; give NAME@sha256:" + id);
    }
}
