package dev.nydusview.scan;

import dev.nydusview.base.Ownership;
import dev.nydusview.scan.store.ResultStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out the versions of scanners. Asking takes some of them seconds, so that the answer is kept for as long as the
 * program's file stays the same.
 */
final class VersionProbe {
    private static final long TIMEOUT_SECONDS = 30;
    private static final int MAX_ANSWER = 4096;

    private final @Nullable Path cache;
    private final Map<String, String> variables;

    /** @param cache root of the disk cache; null to ask each time */
    VersionProbe(@Nullable Path cache, Map<String, String> variables) {
        this.cache = cache;
        this.variables = variables;
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

    private CompletableFuture<@Nullable String> ask(Path program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new java.io.File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        return CompletableFuture.supplyAsync(() -> answer(process))
                .completeOnTimeout(null, TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .whenComplete((version, failure) -> process.destroyForcibly());
    }

    private static @Nullable String answer(Process process) {
        try (var in = process.getInputStream()) {
            String text = new String(in.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
            in.skip(Long.MAX_VALUE);
            String first = text.lines().findFirst().orElse("").strip();
            return process.waitFor() == 0 && !first.isEmpty() ? first.replaceFirst("(?i)^version:\\s*", "") : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
