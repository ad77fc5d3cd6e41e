package dev.nydusview.cli.options;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.image.PullSettings;
import dev.nydusview.scan.mount.MountSettings;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for how images are shown to scanners and plugins. */
@HelpGroup("Scan")
public final class ScanMountOptions {
    @Option(
            names = "--retry-incomplete",
            paramLabel = "N",
            description = "Repeat the scan up to N times while reads fail (default: 0).")
    int retries;

    @Option(
            names = "--budget",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Fetch at most SIZE ahead (default: 256M).")
    long budget = MountSettings.DEFAULT.budget();

    @Mixin
    PullOptions pull = new PullOptions();

    @Mixin
    VerifyOnOpenOption verifyOnOpen = new VerifyOnOpenOption();

    @Mixin
    EngineOption engine = new EngineOption();

    /** Returns the engine that serves mounts. */
    public EngineChoice engine() {
        return engine.engine;
    }

    /**
     * Returns the settings of the mount, except those of the host.
     *
     * @param timeout of one program
     */
    public MountSettings settings(Duration timeout) throws CommandException {
        if (retries < 0) {
            throw new CommandException(ExitCode.USAGE, "--retry-incomplete must not be negative");
        }
        return MountSettings.of(timeout, retries, verifyOnOpen.bytes(), budget);
    }

    /** Treatment of images that cannot be read lazily. */
    public PullSettings pull() {
        return pull.settings();
    }
}
