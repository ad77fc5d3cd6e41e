package dev.nydusview.jobs.exit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanExitTest {
    @ParameterizedTest
    @CsvSource({
        "0, 3, 3",
        "3, 1, 3",
        "3, 123, 123",
        "123, 122, 122",
        "122, 121, 121",
        "121, 120, 120",
        "120, 255, 120",
        "119, 124, 124",
    })
    void theWorstCounts(int first, int second, int expected) {
        assertThat(code(first, second)).isEqualTo(expected);
        assertThat(code(second, first)).isEqualTo(expected);
    }

    private static int code(int... codes) {
        ScanExit exit = new ScanExit();
        for (int code : codes) {
            exit.add(code);
        }
        return exit.code();
    }

    @Test
    void nothingScannedIsSuccess() {
        assertThat(new ScanExit().code()).isZero();
    }
}
