package dev.nydusview.jobs.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.Quantity;
import dev.nydusview.cli.env.ColorMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTest {
    @Test
    void tablesAreAligned() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TextOutput out = new TextOutput(bytes)) {
            new Table("NAME", ">SIZE", "LAST")
                    .row("a", 1, "x")
                    .row("längerer", 12345, "")
                    .print(out);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        NAME       SIZE  LAST
                        a             1  x
                        längerer  12345
                        """);
    }

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

    @Test
    void colourFollowsTheTerminalAndTheUser() {
        assertThat(ColorMode.AUTO.enabled(true, Map.of())).isTrue();
        assertThat(ColorMode.AUTO.enabled(false, Map.of())).isFalse();
        assertThat(ColorMode.AUTO.enabled(true, Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(ColorMode.AUTO.enabled(true, Map.of("NO_COLOR", ""))).isTrue();
        assertThat(ColorMode.AUTO.enabled(false, Map.of("CLICOLOR_FORCE", "1"))).isTrue();
        assertThat(ColorMode.ALWAYS.enabled(false, Map.of("NO_COLOR", "1"))).isTrue();
        assertThat(ColorMode.NEVER.enabled(true, Map.of("CLICOLOR_FORCE", "1"))).isFalse();
    }
}
