package dev.nydusview.jobs.image;

import dev.nydusview.fuse.MountEngine;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.confine.ProtectedPaths;
import dev.nydusview.jobs.metrics.Measurements;
import dev.nydusview.jobs.metrics.Metrics;
import dev.nydusview.jobs.metrics.MetricsSettings;
import dev.nydusview.jobs.security.SecurityLogSettings;
import dev.nydusview.jobs.security.SecurityRecords;
import dev.nydusview.registry.http.ServerTls;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The context of a use case.
 *
 * @param console the console that it talks to
 * @param images the images that it may open
 * @param engine makes its mounts
 * @param publishing its metrics and its security log
 */
public record JobContext(Console console, ImageOpener images, MountEngine.Factory engine, Publishing publishing) {
    /**
     * Metrics and security log of a use case.
     *
     * @param measured what it does
     * @param settings where the metrics go
     * @param security what it finds out
     */
    public record Publishing(Measurements measured, MetricsSettings settings, SecurityRecords security) {}

    /** Makes a context without metrics and without a security log. */
    public JobContext(Console console, ImageOpener images, MountEngine.Factory engine) {
        this(
                console,
                images,
                engine,
                new Publishing(
                        Measurements.withoutImages(),
                        MetricsSettings.NONE,
                        new SecurityRecords(SecurityLogSettings.NONE)));
    }

    /** Returns the same context with a console for a part of the work, such as one of several images. */
    public JobContext with(Console part) {
        return new JobContext(part, images.with(part), engine, publishing);
    }

    /** Returns what the use case does, to be counted. */
    public Measurements measured() {
        return publishing.measured();
    }

    /** Returns the records of the security log. */
    public SecurityRecords security() {
        return publishing.security();
    }

    /**
     * Begins to publish metrics, and the security log, if they are wanted.
     *
     * @param problem returns for what reason the use case cannot do its work at present; null for none
     */
    public Closeable publish(Supplier<@Nullable String> problem) throws IOException {
        Closeable metrics = Metrics.start(publishing.settings(), publishing.measured(), console, problem);
        try {
            Closeable log = publishing.security().begin(this::tlsTo, console);
            return () -> {
                try (metrics) {
                    log.close();
                }
            };
        } catch (IOException e) {
            metrics.close();
            throw e;
        }
    }

    private SSLContext tlsTo(String host, int port) throws IOException {
        return ServerTls.contextFor(host, port, images.access().registry().transport());
    }

    /** Files and directories that programs over an image do not get to see. */
    public List<Path> outOfReach() {
        Path authFile = images.access().registry().credentials().authFile();
        return ProtectedPaths.of(console.variables(), images.cacheRoot(), authFile);
    }
}
