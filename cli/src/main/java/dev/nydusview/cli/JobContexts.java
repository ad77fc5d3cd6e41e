package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.DocumentOptions;
import dev.nydusview.cli.options.EngineChoice;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.ListOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.fuse.engine.Engines;
import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.access.Access;
import dev.nydusview.jobs.image.ImageOpener;
import dev.nydusview.jobs.image.JobContext;
import dev.nydusview.jobs.metrics.Measurements;
import dev.nydusview.jobs.metrics.MetricsSettings;
import dev.nydusview.jobs.security.SecurityLogSettings;
import dev.nydusview.jobs.security.SecurityRecords;
import java.io.IOException;

/** Contexts of use cases, from the options of a command. */
final class JobContexts {
    private JobContexts() {}

    /** Makes the opener of commands that read documents of images only. */
    static ImageOpener opener(Environment environment, DocumentOptions image, OutputOptions output) throws IOException {
        Environment console = environment.with(output.verbosity(environment));
        Access access = image.access(console);
        ImageLibrary library = console.library(image.cacheRoot(console.variables()), image.cacheSize());
        return new ImageOpener(console, library, access);
    }

    /** Makes the opener of commands that read lists of registries only. */
    static ImageOpener opener(Environment environment, ListOptions list, OutputOptions output) throws IOException {
        Environment console = environment.with(output.verbosity(environment));
        return new ImageOpener(console, console.library(null), list.access(console));
    }

    /**
     * Makes the context that opens images by the options {@code image} and prints messages by the options {@code
     * output}.
     */
    static JobContext of(Environment environment, ImageOptions image, OutputOptions output) throws IOException {
        return of(environment, image, output, EngineChoice.AUTO, MetricsSettings.NONE);
    }

    /**
     * As {@link #of(Environment, ImageOptions, OutputOptions)}, with mounts that {@code engine} serves, and metrics by the
     * settings {@code metrics}.
     */
    static JobContext of(
            Environment environment,
            ImageOptions image,
            OutputOptions output,
            EngineChoice engine,
            MetricsSettings metrics)
            throws IOException {
        return of(environment, image, output, engine, metrics, SecurityLogSettings.NONE);
    }

    /** The same with a security log by the settings {@code security}. */
    static JobContext of(
            Environment environment,
            ImageOptions image,
            OutputOptions output,
            EngineChoice engine,
            MetricsSettings metrics,
            SecurityLogSettings security)
            throws IOException {
        Environment console = environment.with(output.verbosity(environment));
        Access access = image.access(console);
        ImageLibrary library = console.library(image.cacheRoot(console.variables()), image.cacheSize());
        ImageOpener images = new ImageOpener(console, library, access);
        Measurements measured = Measurements.of(library);
        return new JobContext(
                console,
                images,
                measured.counting(Engines.valueOf(engine.name())),
                new JobContext.Publishing(measured, metrics, new SecurityRecords(security)));
    }
}
