package dev.nydusview.cli.options;

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

    /**
     * Output that these options ask for.
     *
     * @param receipt where to write what was read; null for nowhere
     * @param images that are scanned at a time
     */
    public Reporting reporting(FindingsFormat format, @Nullable Path receipt, int images) {
        return new Reporting(format, failOn == null ? null : failOn.level(), receipt, images);
    }
}
