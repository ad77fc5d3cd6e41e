package dev.nydusview.cli.options;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.plugin.Reporting;
import dev.nydusview.jobs.report.FindingsFormat;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the findings of plugins. */
@HelpGroup("Plugin")
public final class FindingsOptions {
    @Option(
            names = "--fail-on",
            paramLabel = "LEVEL",
            description =
                    "Exit with 1 if a plugin finds something of LEVEL or above: none, low, medium, high or critical.")
    @Nullable
    LevelOption failOn;

    @Option(names = "--jobs", paramLabel = "N", description = "Scan N images at a time with plugins (default: 2).")
    int images = 2;

    /**
     * Output that these options ask for.
     *
     * @param receipt where to write what was read; null for nowhere
     */
    public Reporting reporting(FindingsFormat format, @Nullable Path receipt) throws CommandException {
        if (images < 1) {
            throw new CommandException(ExitCode.USAGE, "--jobs must be at least 1");
        }
        return new Reporting(format, failOn == null ? null : failOn.level(), receipt, images);
    }
}
