package dev.nydusview.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plugin list}, {@code plugin info} and {@code plugin run}. */
@Command(
        name = "plugin",
        description = "Lists plugins and runs them on images.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "  nydusview plugin list",
            "  nydusview plugin info ./hello-plugin",
            "  nydusview plugin run ./hello-plugin ghcr.io/example/app:nydus",
        })
final class PluginsCommand implements Runnable {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "choose plugin list, plugin info or plugin run");
    }
}
