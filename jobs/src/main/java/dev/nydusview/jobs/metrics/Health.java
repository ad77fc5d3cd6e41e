package dev.nydusview.jobs.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells whether a command can do its work: it cannot where one of its checks, or its disk cache, has a problem. */
final class Health {
    private final Measurements measured;
    private final Supplier<@Nullable String> own;

    /** @param own returns the problem of the command itself, in a sentence; null for none */
    Health(Measurements measured, Supplier<@Nullable String> own) {
        this.measured = measured;
        this.own = own;
    }

    /**
     * State of a command.
     *
     * @param problems for which it cannot do its work
     * @param notes of what passes, such as a registry that does not answer
     */
    record State(List<String> problems, List<String> notes) {
        boolean isHealthy() {
            return problems.isEmpty();
        }

        /** Returns lines for people. */
        String text() {
            List<String> lines = new ArrayList<>(isHealthy() ? List.of("ok") : problems);
            lines.addAll(notes);
            return String.join("\n", lines) + "\n";
        }
    }

    State state() {
        List<String> problems = new ArrayList<>();
        Optional.ofNullable(own.get()).ifPresent(problems::add);
        measured.library()
                .flatMap(library -> library.cacheRoot())
                .flatMap(Health::objection)
                .ifPresent(problems::add);
        return new State(problems, measured.outages());
    }

    /** Returns why a cache cannot be written; the superuser may write where the mode forbids it, but not on a full disk. */
    private static Optional<String> objection(Path root) {
        if (!Files.exists(root)) {
            return Optional.empty(); // it is made when it is needed
        }
        try {
            Files.delete(Files.createTempFile(root, ".health-", ".tmp"));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("the cache directory cannot be written: " + e.getMessage());
        }
    }
}
