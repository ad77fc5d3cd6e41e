package dev.nydusview.plugin.limits;

import dev.nydusview.scan.run.ProgramPath;
import java.util.concurrent.atomic.AtomicInteger;

/** Sets limits by the best means that the system has: control groups of version 2 or 1, else limits of processes. */
public final class Limiter {
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final ProgramPath path;
    private final int further;
    private final Hierarchies hierarchies = Hierarchies.ofProcess();

    /**
     * @param path where to find {@code prlimit}
     * @param further processes in each control group that are not the plugin's
     */
    public Limiter(ProgramPath path, int further) {
        this.path = path;
        this.further = further;
    }

    /** Limits for one run, to be closed after it. */
    public LimitedRun limit(Limits limits) {
        String name = "nydusview-" + ProcessHandle.current().pid() + "-" + RUNS.incrementAndGet();
        ControlGroups groups = ControlGroups.of(hierarchies, limits, further, name);
        if (!groups.description().isEmpty()) {
            return groups;
        }
        return new ProcessLimits(path.find("prlimit").isPresent() ? limits : Limits.NONE);
    }
}
