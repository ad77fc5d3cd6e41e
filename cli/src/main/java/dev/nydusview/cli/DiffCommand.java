package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.inspect.Difference;
import dev.nydusview.cli.inspect.Session;
import dev.nydusview.cli.options.FormatOption;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.inspect.diff.DiffOptions;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.image.ImageOpener;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diff REF REF}. */
@Command(
        name = "diff",
        description = {
            "Shows the differences between two images; only metadata is fetched.",
            "",
            "File contents are compared by chunk digests. If the images differ in digest algorithm or "
                    + "chunk size, files of equal size are shown as \"content?\", as their contents may be equal "
                    + "or not."
        },
        footer = {
            "  nydusview diff ghcr.io/example/app:1.0 ghcr.io/example/app:1.1",
            "  nydusview diff --ignore-times --format ndjson oci:old oci:new",
            "  nydusview diff --summary ghcr.io/example/app:1.0 ghcr.io/example/app:1.1",
        })
final class DiffCommand implements Subcommand {
    private final Environment environment;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "The first image.")
    String before = "";

    @Parameters(index = "1", paramLabel = "AFTER", description = "The second image.")
    String after = "";

    @Option(names = "--summary", fallbackValue = "true", description = "Print only the number of changes.")
    boolean summary;

    @Option(names = "--ignore-times", fallbackValue = "true", description = "Ignore modification times.")
    boolean ignoreTimes;

    @Option(names = "--ignore-owners", fallbackValue = "true", description = "Ignore owners and groups.")
    boolean ignoreOwners;

    @Option(names = "--exit-code", fallbackValue = "true", description = "Exit with 1 if there are differences.")
    boolean exitCode;

    @Mixin
    ImageOptions image = ImageOptions.ofReaders();

    @Mixin
    FormatOption format = new FormatOption();

    @Mixin
    OutputOptions output = new OutputOptions();

    DiffCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        ImageOpener images = JobContexts.of(environment, image, output).images();
        try (Session first = Session.open(environment, loss -> images.open(before, loss));
                Session second = Session.open(environment, loss -> images.open(after, loss));
                TextOutput out = new TextOutput(environment.out(), environment.style())) {
            Difference difference = new Difference(first, second, new DiffOptions(ignoreTimes, ignoreOwners));
            boolean changed = difference.print(out, format.format(), summary);
            ExitCode outcome = first.outcome() == ExitCode.OK ? second.outcome() : first.outcome();
            return outcome == ExitCode.OK && changed && exitCode ? ExitCode.FAILURE.code() : outcome.code();
        }
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
