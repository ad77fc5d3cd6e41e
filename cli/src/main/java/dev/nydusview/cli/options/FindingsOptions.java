package dev.nydusview.cli.options;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.plugin.Reporting;
import dev.nydusview.jobs.report.FindingsFormat;
import dev.nydusview.plugin.report.Level;
import dev.nydusview.plugin.suppress.SuppressionFiles;
import java.nio.file.Path;
import java.util.List;
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

    @FromEnvironment(onlyWith = "--plugins")
    @Option(
            names = "--ignore-file",
            paramLabel = "FILE",
            description = "Suppress the findings that entries of FILE match by rule, path and image; may be repeated.")
    List<Path> ignored = List.of();

    @FromEnvironment(onlyWith = "--plugins")
    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Suppress the findings that FILE has, a report of an earlier scan as json or sarif; may be "
                    + "repeated.")
    List<Path> baselines = List.of();

    @FromEnvironment(onlyWith = "--plugins")
    @Option(
            names = "--vex",
            paramLabel = "FILE",
            description = "Suppress the findings that FILE, an OpenVEX document, states to be fixed or not to affect "
                    + "the image; may be repeated.")
    List<Path> vex = List.of();

    /**
     * Output that these options ask for.
     *
     * @param places their places
     * @param images that are scanned at a time
     */
    public Reporting reporting(FindingsFormat format, ReportOptions places, int images) throws CommandException {
        Level least = failOn == null ? null : failOn.level();
        SuppressionFiles suppressing = new SuppressionFiles(ignored, baselines, vex);
        return new Reporting(format, least, places.output(), places.receipt(), images, suppressing);
    }

    /** Rejects files that suppress findings of plugins in a scan without plugins. */
    public void requirePlugins() throws CommandException {
        if (!ignored.isEmpty() || !baselines.isEmpty() || !vex.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--ignore-file, --baseline and --vex are for findings of plugins: add --plugins, or pass the "
                            + "scanner its own options after --");
        }
    }
}
