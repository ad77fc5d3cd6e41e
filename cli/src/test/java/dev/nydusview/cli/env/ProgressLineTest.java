package dev.nydusview.cli.env;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgressLineTest {
    private static final String WITHOUT_WRAP = "\033[?7l";
    private static final String WITH_WRAP = "\033[?7h";
    private static final String CLEAR = "\r\033[K";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final CountDownLatch asked = new CountDownLatch(2);

    /** Shows a line until its text has been asked for twice. */
    @SuppressWarnings("try") // held for its duration only
    private String shown(boolean wanted, String text) throws InterruptedException {
        PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);
        try (Console.Lasting ignored = ProgressLine.start(err, wanted, () -> {
            asked.countDown();
            return text;
        })) {
            if (wanted) {
                asked.await();
            }
        }
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theTerminalCutsTheLineAndWrapsWhatFollows() throws Exception {
        String line = "scanning registry.example/" + "a".repeat(300);

        String shown = shown(true, line);

        assertThat(shown).isEqualTo(CLEAR + WITHOUT_WRAP + line + "\033[K" + WITH_WRAP + CLEAR);
    }

    @Test
    void controlCharactersAreNotSentToTheTerminal() throws Exception {
        assertThat(shown(true, "scanning a\033[2Jb\nc")).doesNotContain("\033[2J", "\n");
    }

    @Test
    void nothingIsShownIfNotWanted() throws Exception {
        assertThat(shown(false, "scanning")).isEmpty();
    }
}
