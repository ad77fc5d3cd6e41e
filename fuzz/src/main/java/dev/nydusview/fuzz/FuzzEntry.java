package dev.nydusview.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Entry points of Jazzer, which calls {@link #fuzzerInitialize} once, then {@link #fuzzerTestOneInput} for each input.
 */
public final class FuzzEntry {
    private static @Nullable Target target;

    private FuzzEntry() {}

    /** Chooses the target that {@code args} name. */
    public static void fuzzerInitialize(String[] args) {
        target = Targets.of(args[0]);
    }

    public static void fuzzerTestOneInput(byte[] input) throws Throwable {
        Target chosen = Optional.ofNullable(target).orElseThrow();
        Throwable failure = Outcome.of(() -> chosen.run(input)).failure();
        if (failure != null) {
            throw failure;
        }
    }

    /** Writes the seeds of a target. Arguments: its name, and an existing directory. */
    public static void main(String[] args) throws IOException {
        List<byte[]> seeds = Targets.of(args[0]).seeds();
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(Path.of(args[1]).resolve("seed-" + i), seeds.get(i));
        }
    }
}
