package dev.nydusview.cli;

import dev.nydusview.base.Threads;
import dev.nydusview.fuse.PendingMount;
import dev.nydusview.fuse.engine.Engines;
import dev.nydusview.image.ImageLibrary;
import dev.nydusview.jobs.control.MountReport;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.linux.MountHelper;
import java.util.List;

/**
 * Loads what a command that mounts will need, on a thread of its own, while its options are read: what it needs first comes
 * first. The rest of the command waits for what is being loaded, and loads what is not by itself.
 */
final class LoadAhead {
    private static final String MOUNT = "mount";

    /** Beginnings of the sources, and options, with which no registry is asked. */
    private static final List<String> LOCAL =
            List.of("bootstrap:", "oci:", "oci-archive:", "docker-archive:", "dir:", "--offline");

    private LoadAhead() {}

    /** Starts the thread for the command line {@code arguments}. */
    static void start(List<String> arguments) {
        Threads.daemon("load-ahead", () -> run(arguments)).start();
    }

    private static void run(List<String> arguments) {
        if (arguments.stream().noneMatch(LoadAhead::isLocal)) {
            ImageLibrary.loadAhead(System.getenv());
        }
        PendingMount.load(Engines.standard());
        if (arguments.get(0).equals(MOUNT)) {
            MountHelper.load();
            Json.load(MountReport.class);
        }
    }

    private static boolean isLocal(String argument) {
        return LOCAL.stream().anyMatch(argument::startsWith);
    }
}
