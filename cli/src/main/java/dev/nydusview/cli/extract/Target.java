package dev.nydusview.cli.extract;

import dev.nydusview.cli.Environment;
import dev.nydusview.cli.exit.CommandException;
import dev.nydusview.cli.exit.ExitCode;
import dev.nydusview.cli.output.TextOutput;
import dev.nydusview.linux.Posix;
import dev.nydusview.rootfs.extract.Sink;
import dev.nydusview.rootfs.extract.sink.DirectorySink;
import dev.nydusview.rootfs.extract.sink.TarSink;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an image is extracted to: a directory, or standard output as an archive. */
public final class Target {
    private static final String STANDARD_OUTPUT = "-";

    private final Environment environment;
    private final String operand;
    private final boolean sameOwner;

    /** What the user calls {@code operand}; {@code sameOwner} asks for the image's owners if this is root. */
    public Target(Environment environment, String operand, boolean sameOwner) {
        this.environment = environment;
        this.operand = operand;
        this.sameOwner = sameOwner;
    }

    /** Throws where nothing can be written anyway, before anything is fetched. */
    public void check() throws IOException {
        if (isArchive()) {
            if (environment.terminal().out()) {
                throw new CommandException(
                        ExitCode.USAGE, "an archive is not for a terminal: redirect it, or give a directory");
            }
        } else if (Files.exists(directory())) {
            requireEmpty(directory());
        }
    }

    /** Creates the directory if there is none. */
    public Sink open() throws IOException {
        if (isArchive()) {
            if (environment.terminal().out()) {
                throw new CommandException(
                        ExitCode.USAGE, "an archive is not written to a terminal: send it to a file or a program");
            }
            return new TarSink(new TextOutput(environment.out()));
        }
        Path directory = directory();
        if (!Files.exists(directory)) {
            Files.createDirectory(directory);
        }
        requireEmpty(directory);
        Posix posix = new Posix();
        return new DirectorySink(posix, directory, sameOwner && posix.isRoot());
    }

    private boolean isArchive() {
        return operand.equals(STANDARD_OUTPUT);
    }

    private Path directory() {
        return Path.of(operand);
    }

    private static void requireEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new CommandException(ExitCode.FAILURE, directory + " is not a directory");
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            if (entries.iterator().hasNext()) {
                throw new CommandException(
                        ExitCode.FAILURE,
                        directory + " is not empty: give an empty directory, or the name of a new one");
            }
        }
    }

    /** For messages. */
    @Override
    public String toString() {
        return isArchive() ? "the archive" : operand;
    }
}
