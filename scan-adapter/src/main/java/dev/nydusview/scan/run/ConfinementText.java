package dev.nydusview.scan.run;

import java.util.ArrayList;
import java.util.List;

/** Describes what keeps a program from the rest of the machine, and what does not. */
final class ConfinementText {
    private final SandboxTools means;
    private final Sandbox sandbox;
    private final boolean privateMounts;
    private final List<String> has = new ArrayList<>();
    private final List<String> lacks = new ArrayList<>();

    /** @param privateMounts whether others do not see the image */
    ConfinementText(SandboxTools means, Sandbox sandbox, boolean privateMounts) {
        this.means = means;
        this.sandbox = sandbox;
        this.privateMounts = privateMounts;
    }

    Confinement confinement() {
        has.add("environment by allow list");
        if (means.way(sandbox) == SandboxTools.Way.NONE) {
            none();
        } else {
            namespaces();
        }
        return new Confinement(has, lacks);
    }

    private void none() {
        String why = ": "
                + (means.best() == SandboxTools.Way.NONE
                        ? String.join("; ", means.lacks())
                        : "only root can create namespaces that show the owners of files unchanged");
        if (!means.noNewPrivilegesCommand().isEmpty()) {
            has.add("no new privileges");
        }
        lacks.add("namespaces of its own" + why);
        lacks.add("cache, control sockets and credential files hidden" + why);
        if (means.isRoot()) {
            lacks.add("no capabilities" + why);
        }
        if (!sandbox.writable()) {
            lacks.add("read-only files" + why);
        }
    }

    private void namespaces() {
        boolean root = means.way(sandbox) == SandboxTools.Way.ROOT;
        has.add("mount, PID, IPC, UTS and cgroup namespaces" + (root ? "" : " in a user namespace"));
        if (!sandbox.network()) {
            has.add("no network (network namespace)");
        }
        has.add(sandbox.readsAll() ? "no capabilities but CAP_DAC_READ_SEARCH" : "no capabilities");
        has.add("no new privileges");
        if (!sandbox.hidden().isEmpty()) {
            has.add("cache, control sockets and credential files hidden");
        }
        has.add("no devices but null, zero, full, random and " + (sandbox.writable() ? "terminals" : "tty"));
        has.add("control groups hidden");
        if (!sandbox.writable()) {
            has.add("read-only files");
            has.add(
                    sandbox.open().isEmpty()
                            ? "temporary directories of its own"
                            : "temporary directories of its own, but " + sandbox.open());
        }
        if (means.ownProcesses()) {
            has.add("no processes of others in /proc");
        } else {
            lacks.add(
                    "a /proc of its own: it cannot be mounted here; other processes are visible, but cannot be entered");
        }
        if (!root && !means.isRoot()) {
            lacks.add(Confinement.OWNERS);
        }
        if (!privateMounts && sandbox.image() != null && !root) {
            lacks.add("an image visible to the scan only: only root can create private mounts");
        }
    }
}
