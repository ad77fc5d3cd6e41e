package dev.nydusview.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256Test {
    /** FIPS 180-4's example, the digest of "abc". */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final byte[] CONTENT = {'a', 'b', 'c'};

    @Test
    void digestsAreThoseOfTheContent() {
        assertThat(Sha256.of(CONTENT)).isEqualTo(new Sha256(ABC)).hasToString("sha256:" + ABC);
        ByteBuffer buffer = ByteBuffer.wrap(CONTENT);
        assertThat(Sha256.of(buffer).hex()).isEqualTo(ABC);
        assertThat(buffer.hasRemaining()).isFalse();
    }

    @Test
    void whatIsWrittenIsRead() {
        assertThat(Sha256.parse("sha256:" + ABC)).isEqualTo(Sha256.of(CONTENT));
        assertThat(Sha256.ofReference("localhost:5000/a@b:1@sha256:" + ABC)).isEqualTo(Sha256.of(CONTENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256:",
                ABC,
                "sha512:" + ABC,
                "SHA256:" + ABC,
                "sha256:0" + ABC,
                "sha256:" + ABC + "\n",
                "sha256:BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:../6bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            })
    void anythingElseIsNoDigest(String text) {
        assertThat(Sha256.parse(text)).isNull();
        assertThat(Sha256.ofReference("localhost/a@" + text)).isNull();
        assertThat(Sha256.ofReference(text + "@")).isNull();
        if (!Sha256.isHex(text)) {
            assertThatThrownBy(() -> new Sha256(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aDigestMayNameItsAlgorithmAndBeInvalid() {
        assertThat(Sha256.isNamedBy("sha256:0")).isTrue();
        assertThat(Sha256.isNamedBy("sha512:" + ABC)).isFalse();
    }
}
