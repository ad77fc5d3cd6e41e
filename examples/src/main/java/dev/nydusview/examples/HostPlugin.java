package dev.nydusview.examples;

import dev.nydusview.base.SafeText;
import dev.nydusview.fuse.engine.Engines;
import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.plugin.scan.PluginOutcome;
import dev.nydusview.plugin.scan.PluginResult;
import dev.nydusview.plugin.scan.PluginScan;
import dev.nydusview.plugin.scan.PluginSettings;
import dev.nydusview.plugin.service.PluginServices;
import dev.nydusview.scan.image.ScanImage;
import dev.nydusview.scan.mount.MountSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Runs plugins of one's own over an image, and offers them a service of one's own. */
public final class HostPlugin {
    private HostPlugin() {}

    /** Takes the image, the directory of the plugins, and that of the Python packages of nydusview. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (ImageLibrary library = ImageLibrary.open(LibrarySettings.UNCACHED);
                NydusImage image = library.open(arguments[0], Access.of(System.getenv()))) {
            PluginServices service = new ExpectedPrograms(Set.of("/usr/bin/passwd", "/usr/bin/su"));
            host(image, Path.of(arguments[1]), Path.of(arguments[2]), service, System.out);
        }
    }

    /** Prints the verdict on each plugin below {@code plugins}, and its findings. */
    static void host(NydusImage image, Path plugins, Path python, PluginServices service, PrintStream out)
            throws IOException, InterruptedException {
        MountSettings mount = MountSettings.DEFAULT.on(null, List.of(), Engines.standard());
        PluginSettings settings = PluginSettings.of(mount).withPython(python).withServices(List.of(service));
        PluginScan scan = new PluginScan(settings, System.getenv(), entry -> out.println(entry.message()), System.err);
        ScanImage scanned = ScanImage.of(
                image.name(),
                image.bootstrapDigest(),
                () -> image.configuration().orElse(null),
                image);
        PluginOutcome outcome = scan.run(scan.find(plugins).plugins(), scanned);
        for (PluginResult result : outcome.results()) {
            // Only if the verdict is complete has the plugin seen every byte that it asked for.
            out.println(result.scanner().entry().name() + ": "
                    + result.scanner().verdict().label());
            result.findings()
                    .forEach(finding ->
                            out.println(SafeText.controls(finding.level().label() + " " + finding.details())));
        }
    }
}
