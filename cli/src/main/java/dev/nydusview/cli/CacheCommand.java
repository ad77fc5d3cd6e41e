package dev.nydusview.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cache ls}, {@code prune}, {@code verify} and {@code clear}. */
@Command(
        name = "cache",
        description = "Lists, prunes, verifies or clears the cache.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "  nydusview cache ls",
            "  nydusview cache ls --format json",
            "  nydusview cache prune --older-than 30d --size 10G",
            "  nydusview cache verify",
            "  nydusview cache clear",
        })
final class CacheCommand implements Runnable {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "choose cache ls, prune, verify or clear");
    }
}
