package dev.nydusview.cli.demo;

import dev.nydusview.base.Quantity;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.fuse.ImageMount;
import dev.nydusview.fuse.MountOptions;
import dev.nydusview.fuse.PendingMount;
import dev.nydusview.fuse.ReadLedger;
import dev.nydusview.fuse.ServeOptions;
import dev.nydusview.fuse.engine.Engines;
import dev.nydusview.image.FetchStats;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.TwinPolicy;
import dev.nydusview.jobs.Interruption;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Serves the sample image, mounts it lazily, scans it, and shows how little had to be fetched. */
public final class Demo {
    private static final String REPOSITORY = "demo";
    private static final String TAG = "nydus-v6";
    /** Platform of the bundled image, on every system. */
    public static final String PLATFORM = "linux/amd64";

    private final Environment environment;
    private final Path layout;
    private final PluginRun plugins;
    private final List<Scanner> scanners;

    /**
     * @param layout the OCI layout with the sample image
     * @param program decides which scanner programs there are
     * @param plugins runs the plugins that come with the program
     */
    public Demo(Environment environment, Path layout, ProgramSearch program, PluginRun plugins) {
        this.environment = environment;
        this.layout = layout;
        this.plugins = plugins;
        this.scanners = new ArrayList<>(ExternalScanner.KNOWN.stream()
                .filter(scanner -> program.isThere(scanner.program()))
                .toList());
        scanners.add(new PlainWalk());
    }

    /** Tests whether a program is on the search path. */
    @FunctionalInterface
    public interface ProgramSearch {
        boolean isThere(String program);
    }

    /** Scans an image with plugins. */
    @FunctionalInterface
    public interface PluginRun {
        /** Runs the plugins, prints their findings, and returns the exit code. */
        int scan(String reference, Path cache) throws IOException;
    }

    /** Runs the demonstration and returns the exit code; cleans up even after a signal. */
    public int run() throws IOException, InterruptedException {
        try (Interruption interruption = Interruption.of(environment)) {
            try (TextOutput out = new TextOutput(environment.out(), environment.style());
                    DemoFiles files = new DemoFiles()) {
                return serve(files, out);
            } catch (IOException | InterruptedException e) {
                if (!interruption.isSignalled()) {
                    throw e;
                }
                return interruption.exitCode();
            }
        }
    }

    private int serve(DemoFiles files, TextOutput out) throws IOException, InterruptedException {
        try (LayoutRegistry registry = LayoutRegistry.start(REPOSITORY).add(OciLayout.open(layout))) {
            String reference = registry.host() + "/" + REPOSITORY + ":" + TAG;
            out.line("A registry in this process serves the sample image " + reference);
            try (NydusImage image = environment.library(files.cache()).open(reference, access());
                    PendingMount pending =
                            PendingMount.make(Engines.standard(), files.mountPoint(), options(image.name()));
                    ImageMount mount = pending.serve(image.rafs(), image.files())) {
                out.line("Mounted the image at " + files.mountPoint() + ", having fetched "
                        + Quantity.bytes(image.stats().metadataBytes()) + " of metadata and "
                        + Quantity.bytes(image.stats().blobBytes()) + " of file data");
                out.flush();
                scan(files, out);
                mount.unmount(true);
                int code = conclude(mount.ledger(), image.stats(), out);
                if (code != ExitCode.OK.code()) {
                    return code;
                }
            }
            return plugins(reference, files.cache(), out);
        }
    }

    private int plugins(String reference, Path cache, TextOutput out) throws IOException {
        out.line("");
        out.line("The plugins that come with nydusview find:");
        out.flush();
        int code = plugins.scan(reference, cache);
        out.line("");
        out.line("Now try your own image: nydusview scan REF --scanner trivy, or nydusview scan REF --plugins shipped");
        return code;
    }

    private Access access() {
        return Access.of(environment.variables())
                .withPlatform(PLATFORM)
                .withTwins(TwinPolicy.NEVER)
                .withTransport(transport -> transport.withPlainHttp(true))
                .withCredentials(credentials -> credentials.withAnonymous(true));
    }

    private static MountOptions options(String name) {
        return new MountOptions("nydusview:" + name, false, List.of(), false, true, ServeOptions.DEFAULT);
    }

    private void scan(DemoFiles files, TextOutput out) throws IOException, InterruptedException {
        for (Scanner scanner : scanners) {
            out.line(scanner.announcement(files.mountPoint()));
            out.flush();
            if (scanner.scan(files.mountPoint(), files.work(), environment.variables(), out)) {
                return;
            }
            out.line("  the scanner could not run here");
        }
    }

    private static int conclude(ReadLedger ledger, FetchStats fetched, TextOutput out) throws IOException {
        ReadLedger.Totals served = ledger.totals();
        out.line("The scan opened " + Quantity.of(served.filesOpened(), "file") + " and read "
                + Quantity.bytes(served.bytesRead()) + ", for which " + Quantity.bytes(fetched.blobBytes())
                + " of the image's "
                + Quantity.bytes(fetched.imageBytes()) + " ("
                + Quantity.share(fetched.blobBytes(), fetched.imageBytes())
                + ") were fetched, every chunk verified");
        if (served.failures() > 0) {
            out.line(Quantity.of(served.failures(), "read") + " failed, so the result is incomplete");
            return ExitCode.INTEGRITY.code();
        }
        out.line("No read failed. Now try your own image: nydusview mount REF --run trivy rootfs {}");
        return ExitCode.OK.code();
    }
}
