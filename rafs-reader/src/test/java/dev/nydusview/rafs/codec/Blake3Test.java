package dev.nydusview.rafs.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Blake3Test {
    @Test
    void digestOfNothingIsTheOneInTheSpecification() {
        assertThat(ChunkDigester.digest(DigestAlgorithm.BLAKE3, ByteBuffer.allocate(0)))
                .hasToString("af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1, 63, 64, 65, 1023, 1024, 1025, 2047, 2048, 2049, 3072, 3073, 4096, 5000, 65536, 100_001, 1 << 20})
    void agreesWithCommonsCodec(int length) {
        byte[] bytes = new byte[length + 3];
        new SplittableRandom(length).nextBytes(bytes);
        byte[] expected = org.apache.commons.codec.digest.Blake3.hash(Arrays.copyOfRange(bytes, 3, bytes.length));
        ByteBuffer heap = ByteBuffer.wrap(bytes, 3, length);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(length).put(heap.duplicate()).flip();
        assertThat(ChunkDigester.digest(DigestAlgorithm.BLAKE3, heap)).isEqualTo(Digest.of(expected, 0));
        assertThat(ChunkDigester.digest(DigestAlgorithm.BLAKE3, direct)).isEqualTo(Digest.of(expected, 0));
        assertThat(heap.remaining()).isEqualTo(length);
    }

    /** Compilers have made wrong code of this once it was hot; so it runs hot here. */
    @Test
    @Tag("soak")
    void staysRightOnceCompiled() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = new byte[i % 50 == 0 ? 1 << 20 : random.nextInt(1, 20_000)];
            random.nextBytes(bytes);
            assertThat(ChunkDigester.digest(DigestAlgorithm.BLAKE3, ByteBuffer.wrap(bytes)))
                    .as("digest %d, of %d bytes", i, bytes.length)
                    .isEqualTo(Digest.of(org.apache.commons.codec.digest.Blake3.hash(bytes), 0));
        }
    }
}
