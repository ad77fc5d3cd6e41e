package dev.nydusview.plugin.limits;

import java.util.ArrayList;
import java.util.List;

/** Limits of single processes, by {@code prlimit}: weaker than a group's, and there for every user. */
final class ProcessLimits implements LimitedRun {
    private final List<String> wrapper = new ArrayList<>();
    private final List<String> description = new ArrayList<>();

    /**
     * Limits each process by itself. For memory only what a process writes to counts, as runtimes reserve much more
     * than they use.
     */
    ProcessLimits(Limits limits) {
        if (limits.memory() > 0) {
            wrapper.addAll(List.of("prlimit", "--data=" + limits.memory()));
            description.add("memory " + limits.memory() + " bytes for each process (prlimit)");
        }
        if (!wrapper.isEmpty()) {
            wrapper.add("--");
        }
    }

    @Override
    public List<String> wrapper() {
        return List.copyOf(wrapper);
    }

    @Override
    public List<String> description() {
        return List.copyOf(description);
    }

    @Override
    public void close() {}
}
