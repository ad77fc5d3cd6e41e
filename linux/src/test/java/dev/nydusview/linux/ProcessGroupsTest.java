package dev.nydusview.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ProcessGroupsTest {
    /** The first line names the process that the leader has started. */
    @Test
    @Tag("soak")
    void everyProcessOfTheGroupEnds() throws Exception {
        Process leader = new ProcessBuilder("setsid", "sh", "-c", "sleep 600 & echo $!; wait").start();
        try {
            ProcessHandle child = ProcessHandle.of(
                            Long.parseLong(leader.inputReader().readLine()))
                    .orElseThrow();
            ProcessGroups.kill(leader.pid());
            assertThat(leader.waitFor()).isEqualTo(128 + 9);
            child.onExit().get(20, TimeUnit.SECONDS);
            assertThat(child.isAlive()).isFalse();
        } finally {
            leader.destroyForcibly();
        }
    }

    @Test
    void groupThatHasEndedIsFine() throws Exception {
        Process leader = new ProcessBuilder("setsid", "true").start();
        leader.waitFor();
        ProcessGroups.kill(leader.pid());
    }
}
