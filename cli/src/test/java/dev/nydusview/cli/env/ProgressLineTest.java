package dev.nydusview.cli.env;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgressLineTest {
    private static final String WITHOUT_WRAP = "\033[?7l";
    private static final String WITH_WRAP = "\033[K\033[?7h";
    private static final String CLEAR = "\r\033[K";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final SharedScreen screen = new SharedScreen(terminal);
    private final CountDownLatch asked = new CountDownLatch(2);

    private static String drawn(String line) {
        return CLEAR + WITHOUT_WRAP + line + WITH_WRAP;
    }

    /** Shows a line until its text has been asked for twice. */
    @SuppressWarnings("try") // held for its duration only
    private String shown(Duration delay, String text) throws InterruptedException {
        try (Console.Lasting ignored = ProgressLine.start(screen, delay, () -> {
            asked.countDown();
            return Progress.of(text, "");
        })) {
            if (delay.isZero()) {
                asked.await();
            }
        }
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theTerminalCutsTheLineAndWrapsWhatFollows() throws Exception {
        String line = "scanning registry.example/" + "a".repeat(300);

        assertThat(shown(Duration.ZERO, line)).isEqualTo(drawn(line) + CLEAR);
    }

    @Test
    void controlCharactersAreNotSentToTheTerminal() throws Exception {
        assertThat(shown(Duration.ZERO, "scanning a\033[2Jb\nc")).doesNotContain("\033[2J", "\n");
    }

    @Test
    void nothingIsShownOfWorkThatIsOverSoon() throws Exception {
        assertThat(shown(Duration.ofMinutes(1), "scanning")).isEmpty();
    }

    @Test
    void theLineGivesWayToWhatIsPrintedAndDoesNotGoIntoALine() throws IOException {
        OutputStream out = screen.over(written);
        screen.draw("half");
        out.write("a line\nand part".getBytes(StandardCharsets.UTF_8));
        screen.draw("more");
        out.write(" of one\n".getBytes(StandardCharsets.UTF_8));
        screen.draw("all");

        assertThat(written.toString(StandardCharsets.UTF_8))
                .isEqualTo(drawn("half") + CLEAR + "a line\nand part of one\n" + drawn("all"));
    }
}
