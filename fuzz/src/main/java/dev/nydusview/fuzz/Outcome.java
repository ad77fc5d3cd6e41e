package dev.nydusview.fuzz;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of one input.
 *
 * @param refusal empty if it was served, or the target failed
 * @param failure null unless it is a defect
 */
record Outcome(Optional<Refusal> refusal, @Nullable Throwable failure) {
    /** Work that foreign bytes decide. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Runs {@code work} and judges its exception, errors of the virtual machine included. */
    static Outcome of(Work work) {
        try {
            work.run();
            return new Outcome(Optional.empty(), null);
        } catch (Throwable thrown) {
            Optional<Refusal> refusal = Refusal.of(thrown);
            return new Outcome(refusal, refusal.isPresent() ? null : thrown);
        }
    }

    /** "served", the name of the refusal, or the class of the failure. */
    String label() {
        if (failure != null) {
            return failure.getClass().getSimpleName();
        }
        return refusal.map(Refusal::toString).orElse("served");
    }
}
