package dev.nydusview.jobs.image;

import dev.nydusview.fuse.MountEngine;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.confine.ProtectedPaths;
import dev.nydusview.jobs.metrics.Measurements;
import dev.nydusview.jobs.metrics.Metrics;
import dev.nydusview.jobs.metrics.MetricsSettings;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The context of a use case.
 *
 * @param console the console that it talks to
 * @param images the images that it may open
 * @param engine makes its mounts
 * @param publishing its metrics
 */
public record JobContext(Console console, ImageOpener images, MountEngine.Factory engine, Publishing publishing) {
    /**
     * Metrics of a use case.
     *
     * @param measured what it does
     * @param settings where they go
     */
    public record Publishing(Measurements measured, MetricsSettings settings) {}

    /** Makes a context without metrics. */
    public JobContext(Console console, ImageOpener images, MountEngine.Factory engine) {
        this(console, images, engine, new Publishing(Measurements.withoutImages(), MetricsSettings.NONE));
    }

    /** Returns the same context with a console for a part of the work, such as one of several images. */
    public JobContext with(Console part) {
        return new JobContext(part, images.with(part), engine, publishing);
    }

    /** Returns what the use case does, to be counted. */
    public Measurements measured() {
        return publishing.measured();
    }

    /**
     * Begins to publish metrics, if they are wanted.
     *
     * @param problem returns for what reason the use case cannot do its work at present; null for none
     */
    public Closeable publish(Supplier<@Nullable String> problem) throws IOException {
        return Metrics.start(publishing.settings(), publishing.measured(), console, problem);
    }

    /** Files and directories that programs over an image do not get to see. */
    public List<Path> outOfReach() {
        Path authFile = images.access().registry().credentials().authFile();
        return ProtectedPaths.of(console.variables(), images.cacheRoot(), authFile);
    }
}
