package dev.nydusview.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Damages the subjects in turn. Mutant {@code i} of a seed does not depend on earlier ones, so that it can be run again
 * alone.
 */
final class MutationRun {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final List<Subject> subjects;
    private final long seed;

    MutationRun(List<Subject> subjects, long seed) {
        this.subjects = subjects;
        this.seed = seed;
    }

    /** A mutant and its outcome. */
    record Result(long number, String subject, Outcome outcome, long millis) {}

    List<Result> run(long first, long count, Consumer<Result> watcher) {
        List<Result> results = new ArrayList<>();
        for (long number = first; number < first + count; number++) {
            Result result = run(number);
            watcher.accept(result);
            results.add(result);
        }
        return results;
    }

    private Result run(long number) {
        Subject subject = subjects.get((int) (number % subjects.size()));
        byte[] mutant = new Mutator(new SplittableRandom(seed + number)).mutate(subject.original());
        long start = System.nanoTime();
        Outcome outcome = Outcome.of(() -> subject.use().with(mutant));
        return new Result(number, subject.name(), outcome, (System.nanoTime() - start) / NANOS_PER_MILLI);
    }
}
