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
            description = "Fetch and verify files of up to SIZE (1M if not given) as a whole when they are opened: "
                    + "scanners notice a file that cannot be opened, and pass over one that cannot be read.")
    long limit = -1;

    /** Bytes of the largest such file; negative for none. */
    long bytes() {
        return limit;
    }
}
