package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.fuse.PendingMount;
import dev.nydusview.fuse.engine.Engines;
import dev.nydusview.scan.run.Launcher;
import dev.nydusview.scan.run.ProgramPath;
import java.util.List;

/** Entry point of the process, which ends with the exit code of the command. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0 && Commands.MOUNTING.contains(arguments[0])) {
            PendingMount.loadAhead(Engines.standard());
        }
        if (startsPrograms(List.of(arguments))) {
            Launcher.lookAhead(new ProgramPath(System.getenv()));
        }
        Environment environment = Environment.ofProcess();
        System.setErr(environment.err()); // also for the logs of libraries
        System.exit(Nydusview.run(environment, arguments));
    }

    private static boolean startsPrograms(List<String> arguments) {
        return (!arguments.isEmpty() && Commands.CONFINING.contains(arguments.get(0))) || arguments.contains("--run");
    }
}
