package dev.nydusview.jobs.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableTest {
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
}
