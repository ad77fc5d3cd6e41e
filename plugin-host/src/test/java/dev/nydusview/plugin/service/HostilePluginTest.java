package dev.nydusview.plugin.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests processes that violate the protocol: the host survives each and reports what it did. */
@Timeout(30)
class HostilePluginTest {
    private static final String HAS =
            "{\"sequence\":1,\"type\":\"hasNamespace\",\"namespace\":\"example.com/greeter\"}";
    private static final ChannelLimits SMALL =
            new ChannelLimits(1 << 20, 4L << 20, 1000, 1000, 4096, Duration.ofMillis(200), Duration.ofMillis(300));

    @TempDir
    Path directory;

    /** Runs {@code script} with {@code $in} and {@code $out}, kills it on a violation, and returns the outcome. */
    private Outcome run(ChannelLimits limits, String script) throws IOException, InterruptedException {
        try (PluginChannel channel = PluginChannel.open(directory)) {
            List<String> command = new ArrayList<>(
                    List.of("sh", "-c", "in=${2#file://}; out=${4#file://}; has='" + HAS + "'; " + script, "plugin"));
            command.addAll(channel.arguments());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Conversation conversation = ServiceRegistry.of(List.of(new GreeterServices()))
                    .within(limits)
                    .converse(channel, new RunContext("p", "c", "i"), violation -> kill(process));
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                kill(process);
            }
            return conversation.end();
        } finally {
            try (var left = Files.list(directory)) {
                assertThat(left).isEmpty();
            }
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static ProtocolViolation.Kind kind(Outcome outcome) {
        return outcome.violation().orElseThrow().kind();
    }

    @Test
    void pluginThatAsksAndEndsIsFine() throws Exception {
        Outcome outcome =
                run(ChannelLimits.DEFAULT, "printf %s \"$has\" >$out; head -n 1 <$in; printf %s \"$has\" >$out");
        assertThat(outcome).isEqualTo(new Outcome(2, 0, java.util.Optional.empty()));
    }

    @Test
    void pluginThatSaysNothingIsFine() throws Exception {
        assertThat(run(ChannelLimits.DEFAULT, "true")).isEqualTo(new Outcome(0, 0, java.util.Optional.empty()));
    }

    @Test
    void whatWasSentBeforeTheEndIsRead() throws Exception {
        Outcome outcome =
                run(ChannelLimits.DEFAULT, "for i in 1 2 3 4 5 6 7 8 9 10; do printf %s \"$has\"; done >$out");
        assertThat(outcome.requests()).isEqualTo(10);
    }

    @Test
    void hundredMegabytesInOneRequest() throws Exception {
        Outcome outcome = run(
                ChannelLimits.DEFAULT,
                "{ printf '{\"sequence\":1,\"args\":[\"'; head -c 104857600 /dev/zero | tr '\\0' a; } >$out");
        assertThat(outcome.violation().orElseThrow())
                .isEqualTo(new ProtocolViolation(
                        ProtocolViolation.Kind.TOO_LARGE, "sent more than 16 MiB in one request"));
    }

    @Test
    void hundredMegabytesOfSpace() throws Exception {
        Outcome outcome = run(SMALL, "head -c 104857600 /dev/zero | tr '\\0' ' ' >$out");
        assertThat(outcome.violation().orElseThrow())
                .isEqualTo(new ProtocolViolation(ProtocolViolation.Kind.FLOOD, "sent more than 4 MiB of requests"));
    }

    @Test
    void floodOfSmallRequests() throws Exception {
        ChannelLimits patient =
                new ChannelLimits(1 << 20, 4L << 20, 1000, 1000, 4096, Duration.ofSeconds(20), Duration.ofMillis(300));
        Outcome outcome = run(patient, "cat <$in >/dev/null & yes \"$has\" >$out");
        assertThat(outcome.violation().orElseThrow())
                .isEqualTo(new ProtocolViolation(ProtocolViolation.Kind.FLOOD, "sent more than 1000 requests"));
        assertThat(outcome.requests()).isEqualTo(1000);
    }

    @Test
    void floodWithoutReadingReplies() throws Exception {
        ChannelLimits many = new ChannelLimits(
                1 << 20, 64L << 20, 1_000_000, 1000, 4096, Duration.ofMillis(200), Duration.ofMillis(300));
        Outcome outcome = run(many, "yes \"$has\" >$out");
        assertThat(outcome.violation().orElseThrow())
                .isEqualTo(new ProtocolViolation(
                        ProtocolViolation.Kind.UNREAD_REPLIES, "did not read its replies for 200 ms"));
    }

    @Test
    void endInTheMiddleOfARequest() throws Exception {
        Outcome outcome = run(ChannelLimits.DEFAULT, "printf '%s{\"sequence\":2,\"type' \"$has\" >$out");
        assertThat(outcome.requests()).isOne();
        assertThat(kind(outcome)).isEqualTo(ProtocolViolation.Kind.CUT_OFF);
    }

    @Test
    void closingItsInputHarmsNobody() throws Exception {
        Outcome outcome =
                run(ChannelLimits.DEFAULT, "exec 3<$in; exec 3<&-; for i in 1 2 3; do printf %s \"$has\"; done >$out");
        assertThat(outcome).isEqualTo(new Outcome(3, 0, java.util.Optional.empty()));
    }

    @Test
    void whatItDoesToItsPipesDoesNotMatter() throws Exception {
        Outcome outcome = run(
                ChannelLimits.DEFAULT, "exec 3>$out; rm $in $out; mkdir -p $in/a; printf %s \"$has\" >&3; rm -r $in/a");
        assertThat(outcome).isEqualTo(new Outcome(1, 0, java.util.Optional.empty()));
        try (PluginChannel channel = PluginChannel.open(directory)) {
            Path pipe = Path.of(java.net.URI.create(channel.arguments().get(1)));
            Files.delete(pipe);
            Files.createDirectories(pipe.resolve("a"));
        }
    }

    @Test
    void processThatIsLeftBehindDoesNotKeepTheHost() throws Exception {
        Path pid = Files.createTempFile("left", "behind");
        long start = System.nanoTime();
        Outcome outcome = run(SMALL, "sleep 20 >$out & echo $! >" + pid + "; printf %s \"$has\" >$out");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(outcome).isEqualTo(new Outcome(1, 0, java.util.Optional.empty()));
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
        Files.delete(pid);
    }

    @Test
    void pluginThatHangsInTheMiddleIsLeftInTime() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (PluginChannel channel = PluginChannel.open(directory);
                RawPlugin plugin = new RawPlugin(channel.arguments())) {
            Conversation conversation = ServiceRegistry.of(List.of())
                    .within(SMALL)
                    .converse(channel, new RunContext("p", "c", "i"), violation -> {});
            plugin.send("{\"sequence\":");
            Outcome outcome = conversation.end();
            assertThat(kind(outcome)).isEqualTo(ProtocolViolation.Kind.CUT_OFF);
        }
        assertThat(Thread.getAllStackTraces().keySet()).allMatch(thread -> !isOurs(thread) || before.contains(thread));
    }

    private static boolean isOurs(Thread thread) {
        return thread.getName().startsWith("plugin-re");
    }

    @Test
    @Tag("soak")
    void serviceThatHangsIsSaidToBeAFaultOfTheHost() throws Exception {
        PluginServices hanging = new Hanging();
        try (PluginChannel channel = PluginChannel.open(directory);
                RawPlugin plugin = new RawPlugin(channel.arguments())) {
            Conversation conversation = ServiceRegistry.of(List.of(hanging))
                    .within(SMALL)
                    .converse(channel, new RunContext("p", "c", "i"), violation -> {});
            plugin.send("{\"sequence\":1,\"type\":\"call\",\"namespace\":\"hanging\",\"name\":\"hang\"}");
            assertThat(kind(conversation.end())).isEqualTo(ProtocolViolation.Kind.HOST_FAULT);
        }
    }

    /** Answers after five seconds, even if it is interrupted. */
    private static final class Hanging implements PluginServices {
        @Override
        public String namespace() {
            return "hanging";
        }

        @Override
        public java.util.Map<String, ServiceFunction> functions(RunContext run) {
            return java.util.Map.of("hang", arguments -> {
                long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
                while (System.nanoTime() < end) {
                    java.util.concurrent.locks.LockSupport.parkNanos(end - System.nanoTime());
                    Thread.interrupted();
                }
                return List.of();
            });
        }
    }

    @Test
    void twentyConversationsDoNotHinderEachOther() throws Exception {
        List<RawPlugin> plugins = new ArrayList<>();
        List<Conversation> conversations = new ArrayList<>();
        for (int at = 0; at < 20; at++) {
            PluginChannel channel = PluginChannel.open(directory);
            conversations.add(ServiceRegistry.of(List.of(new GreeterServices()))
                    .converse(channel, new RunContext("p", "c", "i"), violation -> {}));
            plugins.add(new RawPlugin(channel.arguments()));
        }
        for (RawPlugin plugin : plugins.subList(0, 19)) {
            plugin.send(HAS.repeat(500));
        }
        assertThat(plugins.get(19).ask(HAS)).isEqualTo("{\"sequence\":1,\"ok\":true}\n");
        for (int at = 0; at < 20; at++) {
            plugins.get(at).close();
            assertThat(conversations.get(at).end().requests()).isEqualTo(at == 19 ? 1 : 500);
        }
    }
}
