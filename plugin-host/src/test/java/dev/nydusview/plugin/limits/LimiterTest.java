package dev.nydusview.plugin.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.scan.run.ProgramPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("mount")
class LimiterTest {
    private final Limiter limiter = new Limiter(new ProgramPath(System.getenv()), 0);

    private static Process start(LimitedRun run, String... command) throws Exception {
        List<String> words = new ArrayList<>();
        run.groups().forEach(group -> words.addAll(List.of("sh", "-c", "echo 0 >" + group + "; exec \"$@\"", "sh")));
        words.addAll(run.wrapper());
        words.addAll(List.of(command));
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    @Test
    void noLimitIsNone() throws Exception {
        try (LimitedRun run = limiter.limit(Limits.NONE)) {
            assertThat(run.description()).isEmpty();
            assertThat(start(run, "true").waitFor()).isZero();
        }
    }

    @Test
    void memoryHasAnEnd() throws Exception {
        try (LimitedRun run = limiter.limit(new Limits(64 << 20, 0, 0))) {
            Assumptions.assumeFalse(run.description().isEmpty(), "this user can set no limits here");
            assertThat(run.description()).singleElement().asString().startsWith("memory 67108864 bytes");
            Process greedy = start(run, "sh", "-c", "head -c 500000000 /dev/zero | tail -n 1 | wc -c");
            String out = new String(greedy.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(greedy.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(out).doesNotContain("500000000");
        }
    }

    @Test
    void nothingIsLeftOfAGroup() throws Exception {
        Path group;
        try (LimitedRun run = limiter.limit(new Limits(64 << 20, 0.5, 16))) {
            Assumptions.assumeTrue(
                    run.description().toString().contains("cgroup"), "this user can make no control groups here");
            group = run.groups().get(0).getParent();
            assertThat(group).exists();
            Process sleeper = start(run, "sleep", "1000");
            sleeper.destroyForcibly().waitFor();
        }
        assertThat(Files.exists(group)).isFalse();
    }

    @Test
    void hierarchiesAreFoundInWhateverVersion() {
        Hierarchies two = Hierarchies.of(
                List.of("cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0"), List.of("0::/user.slice/session.scope"));
        assertThat(two.version()).isEqualTo(2);
        assertThat(two.parents(Hierarchies.Resource.MEMORY))
                .containsExactly(Path.of("/sys/fs/cgroup/user.slice"), Path.of("/sys/fs/cgroup"));

        Hierarchies one = Hierarchies.of(
                List.of(
                        "cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0",
                        "cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0"),
                List.of("3:cpu,cpuacct:/docker/1", "0::/"));
        assertThat(one.version()).isEqualTo(1);
        assertThat(one.parents(Hierarchies.Resource.CPU))
                .containsExactly(Path.of("/sys/fs/cgroup/cpu,cpuacct/docker/1"), Path.of("/sys/fs/cgroup/cpu,cpuacct"));
        assertThat(one.parents(Hierarchies.Resource.MEMORY)).isEmpty();
    }
}
