package dev.nydusview.cli;

import dev.nydusview.cli.exit.CommandException;
import dev.nydusview.cli.exit.ExitCode;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.options.OverlayOptions;
import dev.nydusview.cli.output.TextOutput;
import dev.nydusview.inspect.path.ImagePath;
import dev.nydusview.inspect.path.PathResolver;
import dev.nydusview.rafs.Inode;
import dev.nydusview.registry.NydusImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cat REF PATH...}. */
@Command(
        name = "cat",
        description = "Writes files of an image to standard output, each byte verified, fetching only their chunks.",
        footer = {
            "  nydusview cat ghcr.io/example/app:nydus /etc/os-release",
            "  nydusview cat ghcr.io/example/app:nydus /usr/bin/env | sha256sum",
            "  nydusview cat oci:build/layout /etc/passwd /etc/group",
        })
final class CatCommand implements Subcommand {
    /** Bytes asked for at once: enough chunks for several to be fetched together. */
    private static final int BUFFER_SIZE = 4 << 20;

    private final Environment environment;

    @Parameters(index = "0", paramLabel = "REF", description = "The image.")
    String reference = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "PATH", description = "The files; links are followed.")
    List<String> paths = List.of();

    @Mixin
    OverlayOptions image = new OverlayOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    CatCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        try (NydusImage opened = image.open(reference, environment, output);
                TextOutput out = new TextOutput(environment.out())) {
            for (String path : paths) {
                copy(opened, ImagePath.parse(path), out);
            }
        }
        return ExitCode.OK.code();
    }

    private static void copy(NydusImage image, ImagePath path, TextOutput out) throws IOException {
        Inode file = new PathResolver(image.rafs().tree()).follow(path);
        if (!file.isRegular()) {
            String type = file.type().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
            throw new CommandException(ExitCode.FAILURE, path + ": is a " + type + ", not a regular file");
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_SIZE, Math.max(1, file.size())));
        long offset = 0;
        for (int count = read(image, file, offset, buffer); count > 0; count = read(image, file, offset, buffer)) {
            out.write(buffer.array(), 0, count);
            offset += count;
        }
    }

    private static int read(NydusImage image, Inode file, long offset, ByteBuffer buffer) throws IOException {
        return image.files().read(file, offset, buffer.clear());
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
