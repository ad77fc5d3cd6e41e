package dev.nydusview.rafs.codec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.model.Digest;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both forms of BLAKE3, whichever this process has chosen, against each other and commons-codec. */
class Blake3FormsTest {
    private static final Blake3Form SCALAR = Blake3Scalar::digest;
    private static final Blake3Form VECTOR = requireNonNull(Blake3Vectors.load(), "the tests run without vectors");

    /** The lengths of the official test vectors, whose bytes count to 250 again and again. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 2, 3, 4, 5, 6, 7, 8, 63, 64, 65, 127, 128, 129, 1023, 1024, 1025, 2048, 2049, 3072, 3073, 4096,
                4097, 5120, 5121, 6144, 6145, 7168, 7169, 8192, 8193, 16384, 31744, 102400
            })
    void agreesWithTheReference(int length) {
        byte[] input = new byte[length];
        for (int i = 0; i < length; i++) {
            input[i] = (byte) (i % 251);
        }
        Digest expected = Digest.of(org.apache.commons.codec.digest.Blake3.hash(input), 0);
        assertThat(SCALAR.digest(input, 0, length)).isEqualTo(expected);
        assertThat(VECTOR.digest(input, 0, length)).isEqualTo(expected);
    }

    /** Up to three groups of lanes of the widest vectors, so that any number of them is in use. */
    @Test
    void agreeAroundTheEndsOfBlocksAndChunks() {
        int most = 50 * 1024;
        byte[] input = random(1, most + 100);
        IntStream.concat(
                        IntStream.rangeClosed(0, 80).map(block -> block * 64),
                        IntStream.rangeClosed(6, 50).map(chunk -> chunk * 1024))
                .flatMap(length -> IntStream.of(length - 1, length, length + 1, length + 63))
                .filter(length -> length >= 0)
                .forEach(length -> assertThat(VECTOR.digest(input, 7, length))
                        .as("of %d bytes", length)
                        .isEqualTo(SCALAR.digest(input, 7, length)));
    }

    static IntStream largeLengths() {
        return IntStream.of((1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20, 4_194_304 - 65, 2_500_001);
    }

    @ParameterizedTest
    @MethodSource("largeLengths")
    void agreeOnLargeInputs(int length) {
        byte[] input = random(length, length);
        assertThat(VECTOR.digest(input, 0, length)).isEqualTo(SCALAR.digest(input, 0, length));
    }

    /** Compilers have made wrong code of the scalar form once it was hot; so the vector form runs hot here. */
    @Test
    @Tag("soak")
    void stayEqualOnceCompiled() {
        SplittableRandom random = new SplittableRandom(2);
        byte[] input = random(3, 1 << 21);
        for (int i = 0; i < 40_000; i++) {
            int length = random.nextInt(i % 500 == 0 ? input.length : 30_000);
            int offset = random.nextInt(input.length - length + 1);
            Digest digest = VECTOR.digest(input, offset, length);
            if (!digest.equals(SCALAR.digest(input, offset, length))) {
                assertThat(digest)
                        .as("digest %d, of %d bytes at %d", i, length, offset)
                        .isEqualTo(SCALAR.digest(input, offset, length));
            }
        }
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
