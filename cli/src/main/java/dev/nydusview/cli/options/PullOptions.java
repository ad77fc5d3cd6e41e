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
            description = "Action for a plain OCI image without an accepted twin: fail, or pull, which unpacks the "
                    + "image into the cache and scans it there (default: fail).")
    @Nullable
    Plain plain;

    @Option(names = EnvironmentDefaults.FALLBACK, hidden = true)
    @Nullable
    Plain fallback;

    @Option(
            names = "--max-pull",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Refuse to unpack an image larger than SIZE (default: 32G).")
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
