package dev.nydusview.cli.options;

import dev.nydusview.jobs.image.PullSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for images that cannot be read lazily. */
@HelpGroup("Scan")
final class PullOptions {
    @Option(
            names = "--plain",
            paramLabel = "WAY",
            description =
                    "For a plain OCI image in whose place no Nydus image is read: fail, or pull, which unpacks it "
                            + "into the cache and scans that (default: fail).")
    @Nullable
    Plain plain;

    @Option(names = EnvironmentDefaults.FALLBACK, hidden = true)
    @Nullable
    Plain fallback;

    @Option(
            names = "--max-pull",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Refuse to unpack an image of more than SIZE; 32G if not given.")
    long maxPull = 32L << 30;

    /** Treatment of an image that cannot be read lazily. */
    enum Plain {
        FAIL,
        PULL
    }

    /** Treatment of images that cannot be read lazily. */
    PullSettings settings() {
        return new PullSettings((plain == null ? fallback : plain) == Plain.PULL, maxPull);
    }
}
