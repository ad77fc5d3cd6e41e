package dev.nydusview.cli.options;

import dev.nydusview.jobs.output.Format;
import picocli.CommandLine.Option;

/** The form in which a command prints its result. */
@HelpGroup("Output")
public final class FormatOption {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "Output format: table, json or ndjson (default: table).")
    Format format = Format.TABLE;

    public Format format() {
        return format;
    }
}
