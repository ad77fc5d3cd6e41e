package dev.nydusview.cli.options;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.output.Destination;
import dev.nydusview.jobs.output.OutputPattern;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the places of reports and receipts. */
@HelpGroup("Scan")
public final class ReportOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write reports to FILE, in which {scanner}, {image} and {ext} stand for the scanner's name "
                    + "(or plugins), the image and the format; - is standard output (default: -).")
    @Nullable
    String output;

    @Option(
            names = "--receipt",
            paramLabel = "FILE",
            description =
                    "Write what was read, fetched and verified to FILE, as JSON; an array for several images; - is "
                            + "standard output.")
    @Nullable
    Path receipt;

    /** Returns the places of reports. */
    public OutputPattern output() throws CommandException {
        return output == null ? OutputPattern.STANDARD_OUTPUT : OutputPattern.of(output);
    }

    /** Returns the place of receipts; null for none. */
    public @Nullable Destination receipt() {
        return receipt == null ? null : Destination.of(receipt);
    }
}
