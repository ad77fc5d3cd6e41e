package dev.nydusview.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ProcessLinesTest {
    private Process process;

    private ProcessLines shell(String script, Duration limit) throws IOException {
        process = new ProcessBuilder("sh", "-c", script).start();
        return ProcessLines.of(process.getInputStream(), limit);
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void linesComeInOrderUpToTheEnd() throws Exception {
        ProcessLines lines = shell("printf 'one\\ntwo\\nthree\\nfour'", Duration.ofMinutes(1));
        assertThat(lines.next()).isEqualTo("one");
        assertThat(lines.nextWith("r")).isEqualTo("three");
        assertThat(lines.nextOrEnd()).hasValue("four");
        assertThat(lines.nextOrEnd()).isEmpty();
        assertThat(lines.nextOrEnd()).isEmpty();
        assertThatThrownBy(lines::next)
                .isInstanceOf(AssertionError.class)
                .hasMessage("waited for a line, but there are no more; these came:\none\ntwo\nthree\nfour");
    }

    @Test
    @Tag("soak")
    void lineThatDoesNotComeIsMissedWithThoseThatCame() throws Exception {
        ProcessLines lines = shell("echo some; echo other; exec sleep 100", Duration.ofSeconds(1));
        assertThatThrownBy(() -> lines.nextWith("wanted"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("waited for a line with \"wanted\" for 1000 ms; these came:\nsome\nother");
    }

    @Test
    void processThatEndsInsteadIsNotWaitedFor() throws Exception {
        ProcessLines lines = shell("true", Duration.ofMinutes(10));
        assertThatThrownBy(() -> lines.nextWith("wanted"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("waited for a line with \"wanted\", but there are no more lines; none came");
    }
}
