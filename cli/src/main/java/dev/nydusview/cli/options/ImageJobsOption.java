package dev.nydusview.cli.options;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The number of images that are scanned at one time. */
@HelpGroup("Scan")
public final class ImageJobsOption {
    /** Each image at a time has a mount, threads and the scanners' processes. */
    private static final int MAX = 64;

    private static final int OF_PLUGINS = 2;
    private static final int OF_SCANNERS = 1;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Scan N images at a time, at most 64 (default: 2 with plugins, otherwise 1).")
    @Nullable
    Integer images;

    /** Returns the number for scans by plugins. */
    public int ofPlugins() throws CommandException {
        return value(OF_PLUGINS);
    }

    /** Returns the number for scans by scanners. */
    public int ofScanners() throws CommandException {
        return value(OF_SCANNERS);
    }

    private int value(int usual) throws CommandException {
        int wanted = images == null ? usual : images;
        if (wanted < 1) {
            throw new CommandException(ExitCode.USAGE, "--jobs must be at least 1");
        }
        if (wanted > MAX) {
            throw new CommandException(ExitCode.USAGE, "--jobs must be at most " + MAX);
        }
        return wanted;
    }
}
