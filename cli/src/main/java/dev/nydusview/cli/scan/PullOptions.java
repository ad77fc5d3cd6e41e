package dev.nydusview.cli.scan;

import dev.nydusview.cli.options.HelpGroup;
import dev.nydusview.cli.options.SizeConverter;
import picocli.CommandLine.Option;

/** What to do with images that cannot be read lazily. */
@HelpGroup("Scan")
public final class PullOptions {
    @Option(
            names = "--fallback",
            paramLabel = "WAY",
            description =
                    "For a plain OCI image without a Nydus twin: fail (the default), or pull, which unpacks it into "
                            + "the cache and scans that.")
    Fallback fallback = Fallback.FAIL;

    @Option(
            names = "--max-pull",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Refuse to unpack an image of more than SIZE; 32G if not given.")
    long maxPull = 32L << 30;

    /** What to do with an image that cannot be read lazily. */
    public enum Fallback {
        FAIL,
        PULL
    }
}
