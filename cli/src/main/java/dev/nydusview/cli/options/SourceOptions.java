package dev.nydusview.cli.options;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which image of a source is meant. */
@HelpGroup("Source")
public final class SourceOptions {
    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            description =
                    "Image to pick from an index, as os/arch[/variant]; linux on this machine's CPU if not given.")
    @Nullable
    String platform;

    @Option(
            names = "--no-twin",
            fallbackValue = "true",
            description = "Refuse a plain OCI image rather than use the Nydus image that refers to it.")
    boolean noTwin;

    @Option(
            names = "--blob-dir",
            paramLabel = "DIR",
            description = "Where the data blobs of a bootstrap: source lie, named by their ids.")
    @Nullable
    Path blobDirectory;

    SourceOptions onPlatform(String wanted) {
        SourceOptions other = new SourceOptions();
        other.platform = wanted;
        other.noTwin = noTwin;
        other.blobDirectory = blobDirectory;
        return other;
    }
}
