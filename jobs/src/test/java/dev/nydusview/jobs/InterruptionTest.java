package dev.nydusview.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class InterruptionTest {
    private final RecordedConsole console = new RecordedConsole(Map.of());

    @Test
    void aSignalInterruptsTheThreadThatWorks() {
        try (Interruption interruption = Interruption.of(console)) {
            assertThat(interruption.isSignalled()).isFalse();

            console.signal(15);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(interruption.isSignalled()).isTrue();
            assertThat(interruption.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void noSignalIsTakenAfterTheEnd() {
        Interruption interruption = Interruption.of(console);
        interruption.close();

        console.signal(2);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(interruption.isSignalled()).isFalse();
    }
}
