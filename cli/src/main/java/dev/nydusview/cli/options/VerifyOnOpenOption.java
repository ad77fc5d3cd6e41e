package dev.nydusview.cli.options;

import picocli.CommandLine.Option;

/** Verification of small files as a whole when they are opened. */
@HelpGroup("Mount")
final class VerifyOnOpenOption {
    @Option(
            names = "--verify-on-open",
            arity = "0..1",
            paramLabel = "SIZE",
            fallbackValue = "1M",
            converter = SizeConverter.class,
            description = "Fetch and verify all of a file when it is opened, if the file is not larger than SIZE: "
                    + "scanners report a failed open, but ignore a failed read (default: off; SIZE, if omitted: 1M).")
    long limit = -1;

    /** Returns the size of the largest file to verify when it is opened, in bytes; negative for none. */
    long bytes() {
        return limit;
    }
}
