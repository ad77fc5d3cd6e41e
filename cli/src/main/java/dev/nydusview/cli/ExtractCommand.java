package dev.nydusview.cli;

import dev.nydusview.cli.exit.ExitCode;
import dev.nydusview.cli.extract.ExtractJob;
import dev.nydusview.cli.extract.Target;
import dev.nydusview.cli.extract.WantedPaths;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.OverlayOptions;
import dev.nydusview.cli.options.SizeConverter;
import dev.nydusview.registry.NydusImage;
import dev.nydusview.rootfs.ImageLimits;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code extract REF DIR}. */
@Command(
        name = "extract",
        description = {
            "Writes an image as a directory tree, or as a tar archive to standard output, each byte verified.",
            "",
            "Owners, modes, times, extended attributes, links and devices are those of the image; what only root may "
                    + "set is left out for others, and said. Nothing is ever written outside of DIR. A directory that "
                    + "is not complete stays closed to other users."
        },
        footer = {
            "  nydusview extract ghcr.io/example/app:nydus rootfs",
            "  nydusview extract ghcr.io/example/app:nydus - | docker import - app",
            "  nydusview extract ghcr.io/example/app:nydus - /etc /usr/bin/env > part.tar",
        })
final class ExtractCommand implements Subcommand {
    private final Environment environment;

    @Parameters(index = "0", paramLabel = "REF", description = "The image.")
    String reference = "";

    @Parameters(
            index = "1",
            paramLabel = "DIR",
            description = "A new or empty directory; - for a PAX archive on standard output.")
    String target = "";

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "PATH",
            description = "Only what is at and below these paths, and the directories on the way.")
    List<String> paths = List.of();

    @Option(
            names = "--no-same-owner",
            fallbackValue = "true",
            description =
                    "Into DIR: keep your own user as the owner and leave out what the system refuses; the default "
                            + "unless you are root.")
    boolean noSameOwner;

    @Option(
            names = "--max-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Refuse to write more than SIZE of file data; in an archive holes count too (default: 32G).")
    long maxSize = 32L << 30;

    @Option(
            names = "--max-files",
            paramLabel = "N",
            description = "Refuse to write more than N files, directories and links (default: 10000000).")
    long maxFiles = 10_000_000;

    @Mixin
    OverlayOptions image = new OverlayOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    ExtractCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        Target to = new Target(environment, target, !noSameOwner);
        to.check();
        try (NydusImage opened = image.open(reference, environment)) {
            ImageLimits limits =
                    new ImageLimits(maxSize, maxFiles, "allow more with --max-size", "allow more with --max-files");
            new ExtractJob(environment, output, to, limits)
                    .run(opened, WantedPaths.in(opened.rafs().tree(), paths));
        }
        return ExitCode.OK.code();
    }

    @Override
    public List<ExitCode> exitCodes() {
        return READING;
    }

    @Override
    public OutputOptions output() {
        return output;
    }
}
