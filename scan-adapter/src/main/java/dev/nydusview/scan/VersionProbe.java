package dev.nydusview.scan;

import dev.nydusview.base.Ownership;
import dev.nydusview.scan.run.EnvironmentFilter;
import dev.nydusview.scan.run.Launch;
import dev.nydusview.scan.run.Launcher;
import dev.nydusview.scan.run.ProgramExit;
import dev.nydusview.scan.run.Sandbox;
import dev.nydusview.scan.store.ResultStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Determines the versions of scanners. Some scanners take seconds to tell, so the answer is cached as long as the
 * program's file stays the same.
 */
final class VersionProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 1 << 16;

    private final @Nullable Path cache;
    private final Map<String, String> variables;
    private final Launcher launcher;
    private final List<Path> hidden;

    /**
     * @param cache root of the disk cache; null to ask each time
     * @param hidden files that scanners must not see
     */
    VersionProbe(@Nullable Path cache, Map<String, String> variables, Launcher launcher, List<Path> hidden) {
        this.cache = cache;
        this.variables = EnvironmentFilter.of(variables, true);
        this.launcher = launcher;
        this.hidden = List.copyOf(hidden);
    }

    /** The version of a program, in the end; null if it has none. */
    CompletableFuture<@Nullable String> version(Path program, List<String> arguments) {
        if (arguments.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            Path kept = kept(program);
            if (kept != null && Files.exists(kept) && Ownership.objection(kept).isEmpty()) {
                return CompletableFuture.completedFuture(new String(ResultStore.read(kept), StandardCharsets.UTF_8));
            }
            return ask(program, arguments).thenApply(answer -> keep(kept, answer));
        } catch (IOException e) {
            return CompletableFuture.completedFuture(null);
        }
    }

    private @Nullable Path kept(Path program) throws IOException {
        if (cache == null) {
            return null;
        }
        Path real = program.toRealPath();
        String identity = real + " " + Files.size(real) + " " + Files.getLastModifiedTime(real);
        String name = java.util
                .UUID
                .nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                .toString();
        return cache.resolve(ResultStore.DIRECTORY).resolve("scanners").resolve(name);
    }

    /** Keeps the beginning of what is written to it. */
    private static final class FirstWords extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        @Override
        public void write(int value) {
            if (kept.size() < MAX_ANSWER) {
                kept.write(value);
            }
        }

        String text() {
            return kept.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static @Nullable String keep(@Nullable Path file, @Nullable String answer) {
        if (file != null && answer != null) {
            try {
                ResultStore.write(file, answer.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // Then it is asked again.
            }
        }
        return answer;
    }

    /** The program dies with the thread that starts it, which is one that waits. */
    private CompletableFuture<@Nullable String> ask(Path program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        return CompletableFuture.supplyAsync(() -> answer(command), VersionProbe::start)
                .completeOnTimeout(null, 2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Threads of the common pool are too few to wait on. */
    private static void start(Runnable task) {
        Thread thread = new Thread(task, "version-probe");
        thread.setDaemon(true);
        thread.start();
    }

    private @Nullable String answer(List<String> command) {
        try {
            Path output = Files.createTempFile("nydusview-version-", "");
            try {
                FirstWords messages = new FirstWords();
                Sandbox sandbox = Sandbox.ofScanner(hidden);
                Launch launch = new Launch(command, variables, output, MAX_ANSWER, TIMEOUT, messages, sandbox);
                ProgramExit ending = launcher.start(launch).await();
                String text = Files.readString(output, StandardCharsets.ISO_8859_1) + messages.text();
                String first = text.lines().findFirst().orElse("").strip();
                boolean answered = ending.kind() == ProgramExit.Kind.EXITED && ending.code() == 0 && !first.isEmpty();
                return answered ? first.replaceFirst("(?i)^version:\\s*", "") : null;
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
