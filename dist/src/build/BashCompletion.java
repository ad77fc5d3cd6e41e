package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import picocli.AutoComplete;

/** Prints the completion of the command line for bash. */
final class BashCompletion {
    private BashCompletion() {}

    public static void main(String[] arguments) {
        try (Environment environment = Environment.ofProcess()) {
            System.out.print(AutoComplete.bash("nydusview", Nydusview.commandLine(environment)));
        }
    }
}
