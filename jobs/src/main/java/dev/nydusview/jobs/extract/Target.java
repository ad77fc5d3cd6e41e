package dev.nydusview.jobs.extract;

import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.linux.Posix;
import dev.nydusview.rootfs.extract.Sink;
import dev.nydusview.rootfs.extract.sink.DirectorySink;
import dev.nydusview.rootfs.extract.sink.TarSink;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Target of an extraction: a directory, or standard output as an archive. */
final class Target {
    private static final String STANDARD_OUTPUT = "-";

    private final Console console;
    private final String operand;
    private final boolean sameOwner;

    /**
     * @param operand a directory, or {@code -}
     * @param sameOwner whether files get the image's owners, if the user is root
     */
    Target(Console console, String operand, boolean sameOwner) {
        this.console = console;
        this.operand = operand;
        this.sameOwner = sameOwner;
    }

    /** Refuses a target to which nothing can be written, before anything is fetched. */
    void check() throws IOException {
        if (isArchive()) {
            if (console.isTerminal()) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "an archive is not written to a terminal: redirect standard output, or name a directory");
            }
        } else if (Files.exists(directory())) {
            requireEmpty(directory());
        }
    }

    /** Creates the directory if it does not exist. */
    Sink open() throws IOException {
        if (isArchive()) {
            if (console.isTerminal()) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "an archive is not written to a terminal: redirect standard output, or name a directory");
            }
            return new TarSink(new TextOutput(console.out()));
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
                        ExitCode.FAILURE, directory + " is not empty: name an empty directory or a new one");
            }
        }
    }

    /** Returns the name of the target for messages. */
    @Override
    public String toString() {
        return isArchive() ? "the archive" : operand;
    }
}
