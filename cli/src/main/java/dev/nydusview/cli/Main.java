package dev.nydusview.cli;

import dev.nydusview.fuse.PendingMount;

/** Where the process starts and, with the exit code of the command, ends. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0 && Commands.MOUNTING.contains(arguments[0])) {
            PendingMount.loadAhead();
        }
        Environment environment = Environment.ofProcess();
        System.setErr(environment.err()); // what libraries log, too
        System.exit(Nydusview.run(environment, arguments));
    }
}
