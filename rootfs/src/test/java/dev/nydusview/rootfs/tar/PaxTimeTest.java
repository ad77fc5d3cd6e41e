package dev.nydusview.rootfs.tar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaxTimeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1, 1, 1.000000001",
        "1600000000, 123456789, 1600000000.123456789",
        "-1, 500000000, -0.500000000",
        "-86401, 999999999, -86400.000000001",
        "-2, 0, -2",
        "-2, 999999999, -1.000000001",
        "999999999999999999, 999999999, 999999999999999999.999999999",
        "-999999999999999999, 0, -999999999999999999",
    })
    void textAndTimeLeadToEachOther(long seconds, int nanos, String text) {
        PaxTime time = new PaxTime(seconds, nanos);
        assertThat(time.text()).isEqualTo(text);
        assertThat(PaxTime.parse(text)).isEqualTo(time);
    }

    @Test
    void everyTimeIsReadBackAsItIs() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            int nanos = random.nextInt(8) == 0 ? 0 : random.nextInt(1_000_000_000);
            PaxTime time = new PaxTime(random.nextLong() >> (5 + random.nextInt(58)), nanos);
            assertThat(PaxTime.parse(time.text())).as(time.text()).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7.5, 7, 500000000",
        "7., 7, 0",
        "-0.5, -1, 500000000",
        "-0, 0, 0",
        "7.1234567899999999, 7, 123456789",
        "0007, 7, 0",
    })
    void otherTextsAreRead(String text, long seconds, int nanos) {
        assertThat(PaxTime.parse(text)).isEqualTo(new PaxTime(seconds, nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".5", "+1", "1e9", "1.5.5", " 1", "0x10", "1234567890123456789", "1,5"})
    void textsThatAreNotTimesAreRefused(String text) {
        assertThat(PaxTime.parse(text)).isNull();
    }
}
