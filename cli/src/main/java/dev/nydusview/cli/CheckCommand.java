package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.FormatOption;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.jobs.check.CheckPrinter;
import dev.nydusview.jobs.check.CheckReport;
import dev.nydusview.jobs.check.ImageChecker;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code check REF [--deep]}. */
@Command(
        name = "check",
        description = {
            "Checks an image and lists all of its defects.",
            "",
            "Checks every inode, name, chunk reference and table, and with --deep the bytes of every "
                    + "chunk. Findings are corrupt, unreadable (the data could not be read now, so it is not "
                    + "judged), unsupported, warnings or notes; warnings and notes are harmless. The cache is not "
                    + "used."
        },
        footer = {
            "  nydusview check ghcr.io/example/app:nydus",
            "  nydusview check --deep --format json ghcr.io/example/app:nydus",
            "  nydusview check bootstrap:image.boot --blob-dir blobs",
        })
final class CheckCommand implements Subcommand {
    private final Environment environment;

    @Parameters(index = "0", paramLabel = "REF", description = "The image.")
    String reference = "";

    @Option(
            names = "--deep",
            fallbackValue = "true",
            description = "Also fetch every chunk that a file uses, and compare the chunk with its digest.")
    boolean deep;

    @Mixin
    ImageOptions image = ImageOptions.ofReaders();

    @Mixin
    FormatOption format = new FormatOption();

    @Mixin
    OutputOptions output = new OutputOptions();

    CheckCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        ImageChecker checker = new ImageChecker(JobContexts.of(environment, image, output));
        CheckReport report = checker.check(reference, deep);
        try (TextOutput out = new TextOutput(environment.out(), environment.style())) {
            new CheckPrinter(report).print(out, format.format());
        }
        return report.exitCode().code();
    }

    @Override
    public List<ExitCode> exitCodes() {
        return READING;
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
