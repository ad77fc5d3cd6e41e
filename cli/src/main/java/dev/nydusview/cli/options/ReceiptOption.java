package dev.nydusview.cli.options;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The file of receipts. */
@HelpGroup("Scan")
public final class ReceiptOption {
    @Option(
            names = "--receipt",
            paramLabel = "FILE",
            description = "Write what was read, fetched and verified to FILE, as JSON; an array for several images.")
    @Nullable
    Path file;

    /** The file; null for none. */
    public @Nullable Path file() {
        return file;
    }
}
