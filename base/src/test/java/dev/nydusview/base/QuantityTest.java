package dev.nydusview.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1048575, 1.0 MiB",
        "1572864, 1.5 MiB",
        "9223372036854775807, 8.0 EiB",
    })
    void byteCounts(long count, String text) {
        assertThat(Quantity.bytes(count)).isEqualTo(text);
    }

    @Test
    void shares() {
        assertThat(Quantity.share(1, 8)).isEqualTo("12.5 %");
        assertThat(Quantity.share(1, 0)).isEqualTo("-");
        assertThat(Quantity.of(1, "read")).isEqualTo("1 read");
        assertThat(Quantity.of(0, "read")).isEqualTo("0 reads");
    }
}
