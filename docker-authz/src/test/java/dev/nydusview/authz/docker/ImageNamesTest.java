package dev.nydusview.authz.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNamesTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @ParameterizedTest
    @CsvSource({
        "debian, docker.io/library/debian:latest",
        "debian:12, docker.io/library/debian:12",
        "user/app, docker.io/user/app:latest",
        "docker.io/debian, docker.io/library/debian:latest",
        "index.docker.io/debian, docker.io/library/debian:latest",
        "localhost/app, localhost/app:latest",
        "localhost:5000/debian:nydus-v6, localhost:5000/debian:nydus-v6",
        "registry.example/a/b/c:1, registry.example/a/b/c:1",
        "HOST/app, host:443/app:latest",
        "[::1]:5000/app, [::1]:5000/app:latest",
        "abc, docker.io/library/abc:latest",
    })
    void namesAreCompletedAsDockerDoes(String text, String full) {
        assertThat(ImageNames.whole(text)).hasToString(full);
    }

    @Test
    void aDigestDecidesAlone() {
        assertThat(ImageNames.whole("debian:12@" + DIGEST)).hasToString("docker.io/library/debian@" + DIGEST);
        assertThat(ImageNames.tagged("debian:12", DIGEST)).hasToString("docker.io/library/debian@" + DIGEST);
        assertThat(ImageNames.tagged("debian@" + DIGEST, "12")).hasToString("docker.io/library/debian@" + DIGEST);
        assertThat(ImageNames.tagged("debian:11", "12")).hasToString("docker.io/library/debian:12");
    }

    @Test
    void anIdIsNoName() {
        assertThatThrownBy(() -> ImageNames.whole("a".repeat(64))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":1",
                "Debian",
                "a//b",
                "/a",
                "a/",
                "a:",
                "a:-1",
                "a@sha256:12",
                "a@",
                "a b",
                "a.example/",
                "a.example/B",
                "-a",
                "a..b",
                "host:port/a",
                "a\n"
            })
    void whatDockerRefusesIsRefused(String text) {
        assertThatThrownBy(() -> ImageNames.whole(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void longNamesTakeNoStack() {
        String text = "a/".repeat(1 << 20) + "-".repeat(1 << 20);
        assertThatThrownBy(() -> ImageNames.whole(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ImageNames.whole("a:" + text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .hasSizeLessThan(1000);
    }
}
