package dev.nydusview.registry.ref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "Host/app, host:443/app:latest",
    })
    void fillsInDockersDefaults(String text, String canonical) {
        ImageReference reference = ImageReference.parse(text);

        assertThat(reference).hasToString(canonical);
        assertThat(ImageReference.parse(canonical)).isEqualTo(reference);
    }

    /** Spellings, and what distribution/reference makes of them, with the host in canonical form. */
    @ParameterizedTest
    @CsvSource({
        "DOCKER.IO/debian, docker.io/library/debian",
        "index.docker.io/debian, docker.io/library/debian",
        "INDEX.docker.io/a/b, docker.io/a/b",
        "registry-1.docker.io/a/b:x, docker.io/a/b:x",
        "registry.hub.docker.com/library/debian, docker.io/library/debian",
        "docker.io:443/a/b, docker.io/a/b",
        "docker.io:80/a/b, docker.io:80/a/b",
        "EVIL.example/app, evil.example/app",
        "evil.example:443/app, evil.example/app",
        "evil.example:0443/app, evil.example/app",
        "evil.example:05000/app, evil.example:5000/app",
        "evil.example:80/app, evil.example:80/app",
        "evil.example:0/app, evil.example:0/app",
        "a_b.example/app, a_b.example/app",
        "x--y.z/app, x--y.z/app",
        "LOCALHOST/app, localhost/app",
        "localhost:443/app, localhost:443/app",
        "localhost:0080/app, localhost:80/app",
        "127.0.0.1:443/app, 127.0.0.1:443/app",
        "10.0.0.1:443/app, 10.0.0.1/app",
        "127.evil.example:443/app, 127.evil.example/app",
        "127.1:5000/app, 127.0.0.1:5000/app",
        "0x7f.1/app, 127.0.0.1/app",
        "0177.0.0.1:5000/app, 127.0.0.1:5000/app",
        "1.2.3.4.5/app, 1.2.3.4.5/app",
        "Host/app, host:443/app",
        "host:443/app, host:443/app",
        "[0:0:0:0:0:0:0:1]:5000/app, [::1]:5000/app",
        "[FE80::0001]:443/app, [fe80::1]/app",
        "[2001:DB8:0:0:1:0:0:1]/app, [2001:db8::1:0:0:1]/app",
        "[1:2:3:4:5:6:7:8]:1/app, [1:2:3:4:5:6:7:8]:1/app",
        "[::ffff:7f00:1]:5000/app, 127.0.0.1:5000/app",
        "docker.io/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, docker.io/library/"
                + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef:1, docker.io/library/"
                + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef:1",
        "a__b/c---d/e.f, docker.io/a__b/c---d/e.f",
        "debian:_x.Y-z, docker.io/library/debian:_x.Y-z",
        "localhost, docker.io/library/localhost",
        "192.168.0.1:80, docker.io/library/192.168.0.1:80",
    })
    void oneNameForAllSpellings(String text, String canonical) {
        ImageReference reference = ImageReference.parseWritten(text);

        assertThat(reference).hasToString(canonical);
        assertThat(ImageReference.parseWritten(canonical)).isEqualTo(reference);
    }

    @Test
    void digestsOfAllAlgorithmsOfDockerAreNames() {
        String hex = "0123456789abcdef".repeat(8);
        assertThat(ImageReference.parse("a@sha512:" + hex)).hasToString("docker.io/library/a@sha512:" + hex);
        assertThat(ImageReference.parse("a:1@sha384:" + hex.substring(32)).target())
                .isEqualTo("sha384:" + hex.substring(32));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":1",
                "/a",
                "a/",
                "Debian",
                "a//b",
                "a..b",
                "a___b",
                "a-",
                "-a",
                "a b",
                "a\n",
                "\u00e9",
                "\u212a/a",
                "a.example/B",
                "evil.example./a",
                "evil..example/a",
                "-a.example/a",
                "a-.example/a",
                "host:port/a",
                "host:/a",
                "host:65536/a",
                "host:99999999999999999999/a",
                "a.b:80:80/a",
                "user@h.x/a",
                "[::1/a",
                "::1/a",
                "[::1]",
                "[fe80::1%eth0]/a",
                "[2001:db8:3:4::192.0.2.33]:5000/a",
                "[1:2]/a",
                "[::1]x/a",
                "a_b.example:5000/a",
                "a:b:c",
                "a@sha256:",
                "a@sha256:ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef0123456789",
                "a@md5:0123456789abcdef0123456789abcdef",
                "https://h.x/a"
            })
    void whatDockerCannotPullIsNoReference(String text) {
        assertThatThrownBy(() -> ImageReference.parse(text)).isInstanceOf(InvalidReferenceException.class);
    }

    @Test
    void lengthsAreThoseOfDocker() {
        String longest = "a".repeat(255);
        assertThat(ImageReference.parse("h.example/" + longest + ":" + "t".repeat(128))
                        .repository())
                .isEqualTo(longest);
        for (String text : new String[] {
            "h.example/a" + longest,
            longest,
            "h.example/a:" + "t".repeat(129),
            "a/".repeat(1 << 20),
            "a:" + "-".repeat(1 << 20)
        }) {
            assertThatThrownBy(() -> ImageReference.parse(text))
                    .isInstanceOf(InvalidReferenceException.class)
                    .message()
                    .hasSizeLessThan(2000);
        }
    }

    @Test
    void messagesAreSafeToPrint() {
        assertThatThrownBy(() -> ImageReference.parse("a\u001b[2J\u202e"))
                .message()
                .doesNotContain("\u001b", "\u202e")
                .contains("a\\x1b[2J");
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
