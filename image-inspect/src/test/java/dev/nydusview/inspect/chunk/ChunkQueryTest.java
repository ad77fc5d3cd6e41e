package dev.nydusview.inspect.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkQueryTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    private static ChunkQuery parse(String text) {
        return ChunkQuery.parse(text, OptionalInt.empty(), false);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "12345, 12345", "0x3039, 12345", "0XFF, 255", "00000000, 0"})
    void numbersAreOffsets(String text, long offset) {
        assertThat(parse(text)).isEqualTo(new ChunkQuery(OptionalInt.empty(), offset, false, null));
    }

    @ParameterizedTest
    @CsvSource({
        "abcdef01, abcdef01",
        "ABCDEF01, abcdef01",
        "sha256:abcdef0123, abcdef0123",
        "blake3:12345678, 12345678",
    })
    void digitsWithLettersAreDigests(String text, String digest) {
        assertThat(parse(text)).isEqualTo(new ChunkQuery(OptionalInt.empty(), null, false, digest));
    }

    @Test
    void wholeDigestOfDigitsIsNoOffset() {
        String digits = "1".repeat(64);
        assertThat(parse(digits).digest()).isEqualTo(digits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "abcdefg0", "0x", "-1", "sha256:", "sha256:abc"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text
                        + "' is neither an offset (12345 or 0x3039) nor a digest of 8 to 64 hexadecimal digits");
    }

    private static ChunkDetails chunk(@Nullable Long storedOffset, @Nullable Long storedSize, @Nullable String digest) {
        return new ChunkDetails(
                0,
                "id",
                1,
                100,
                1000,
                "alone",
                storedOffset,
                storedSize,
                null,
                0,
                0,
                "zstd",
                false,
                java.util.List.of(),
                null,
                digest,
                null);
    }

    @ParameterizedTest
    @CsvSource({
        "499, false, false",
        "500, false, true",
        "549, false, true",
        "550, false, false",
        "999, true, false",
        "1000, true, true",
        "1099, true, true",
        "1100, true, false"
    })
    void offsetsAreInEitherAddressSpace(long offset, boolean uncompressed, boolean wanted) {
        ChunkQuery query = ChunkQuery.parse(String.valueOf(offset), OptionalInt.empty(), uncompressed);
        assertThat(query.wants(chunk(500L, 50L, DIGEST))).isEqualTo(wanted);
    }

    @Test
    void chunksOfUnknownPlaceOrDigestAreNotWanted() {
        assertThat(parse("0").wants(chunk(null, null, DIGEST))).isFalse();
        assertThat(parse("01234567ab").wants(chunk(0L, 1L, null))).isFalse();
        assertThat(parse("sha256:01234567").wants(chunk(0L, 1L, DIGEST))).isTrue();
    }

    @Test
    void blobCanBeNamed() {
        assertThat(parse("0").wants(7)).isTrue();
        assertThat(ChunkQuery.parse("0", OptionalInt.of(3), false).wants(3)).isTrue();
        assertThat(ChunkQuery.parse("0", OptionalInt.of(3), false).wants(4)).isFalse();
    }
}
