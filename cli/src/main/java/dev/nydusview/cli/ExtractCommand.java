package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.OverlayOptions;
import dev.nydusview.cli.options.SizeConverter;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.extract.ExtractJob;
import dev.nydusview.jobs.extract.ExtractRequest;
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
            "Extracts an image, every byte verified, to a directory or as a tar archive.",
            "",
            "Preserves owners, modes, times, extended attributes, links and devices; attributes that "
                    + "only root may set are skipped for other users, and the skipped ones are listed. Nothing is "
                    + "written outside DIR. Other users cannot enter DIR until the extraction is complete. A file gets its name "
                    + "when it is whole.",
            "",
            "An extraction that has ended early leaves DIR/.nydusview-unfinished-*. The same command then goes on: "
                    + "all files are made anew, with what of their bytes is there and verifies, and only the rest is fetched. "
                    + "DIR must be yours alone, and have nothing that is not of the image."
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
            description =
                    "New or empty directory, or one that an extraction of the image has left unfinished; - for a PAX archive on standard output.")
    String target = "";

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "PATH",
            description = "Extract only these paths, everything below them, and their parent directories.")
    List<String> paths = List.of();

    @Option(
            names = "--no-same-owner",
            fallbackValue = "true",
            description = "In DIR, make your own user the owner of all files, and skip attributes that the system "
                    + "refuses to set (default: true unless you are root).")
    boolean noSameOwner;

    @Option(
            names = "--max-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Refuse to write more than SIZE of file data; holes count in an archive (default: 32G).")
    long maxSize = 32L << 30;

    @Option(
            names = "--max-files",
            paramLabel = "N",
            description = "Refuse to write more than N files, directories and links (default: 10000000).")
    long maxFiles = 10_000_000;

    @Mixin
    OverlayOptions image = OverlayOptions.ofReaders();

    @Mixin
    OutputOptions output = new OutputOptions();

    ExtractCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        ImageLimits limits =
                new ImageLimits(maxSize, maxFiles, "allow more with --max-size", "allow more with --max-files");
        ExtractRequest request = new ExtractRequest(reference, image.lowers(), target, !noSameOwner, paths, limits);
        new ExtractJob(JobContexts.of(environment, image.image(), output), request).run();
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
