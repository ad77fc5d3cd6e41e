package dev.nydusview.plugin.limits;

import dev.nydusview.scan.run.ProgramPath;
import java.util.concurrent.atomic.AtomicInteger;

/** Sets limits by the best means that the system has: control groups of version 2 or 1, else limits of processes. */
public final class Limiter {
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final ProgramPath path;
    private final Hierarchies hierarchies = Hierarchies.ofProcess();

    /** @param path where to find {@code prlimit} */
    public Limiter(ProgramPath path) {
        this.path = path;
    }

    /** Limits for one run, to be closed after it. */
    public LimitedRun limit(Limits limits) {
        String name = "nydusview-" + ProcessHandle.current().pid() + "-" + RUNS.incrementAndGet();
        ControlGroups groups = ControlGroups.of(hierarchies, limits, name);
        if (!groups.description().isEmpty()) {
            return groups;
        }
        return new ProcessLimits(path.find("prlimit").isPresent() ? limits : Limits.NONE);
    }
}
