package dev.nydusview.jobs.extract;

import dev.nydusview.base.SafeText;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.linux.Posix;
import dev.nydusview.rootfs.extract.Sink;
import dev.nydusview.rootfs.extract.sink.DirectorySink;
import dev.nydusview.rootfs.extract.sink.TarSink;
import dev.nydusview.rootfs.extract.sink.UnfinishedExtraction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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
            requireUsable(directory());
        }
    }

    boolean isArchive() {
        return operand.equals(STANDARD_OUTPUT);
    }

    /** Opens the archive. */
    Sink archive() {
        return new TarSink(new TextOutput(console.out()));
    }

    /**
     * Opens the directory, and creates it if it does not exist.
     *
     * @param image what is extracted
     * @param names of it in the root
     */
    DirectorySink directory(String image, UnfinishedExtraction.Names names) throws IOException {
        Path directory = directory();
        if (!Files.exists(directory)) {
            Files.createDirectory(directory);
        }
        String unfinished = requireUsable(directory);
        if (unfinished != null && !unfinished.equals(image)) {
            throw new CommandException(
                    ExitCode.FAILURE,
                    directory + " has a part of " + SafeText.escape(unfinished.getBytes(StandardCharsets.UTF_8))
                            + ", not of " + image + ": remove it, or name another directory");
        }
        try {
            Posix posix = new Posix();
            return new DirectorySink(posix, directory, sameOwner && posix.isRoot(), image, names);
        } catch (IOException e) {
            throw new IOException(directory + ": " + e.getMessage(), e);
        }
    }

    private Path directory() {
        return Path.of(operand);
    }

    /** Requires an empty directory, or one with an unfinished extraction, the image of which is returned. */
    private static @Nullable String requireUsable(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new CommandException(ExitCode.FAILURE, directory + " is not a directory");
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            if (!entries.iterator().hasNext()) {
                return null;
            }
        }
        String unfinished = UnfinishedExtraction.image(new Posix(), directory);
        if (unfinished == null) {
            throw new CommandException(
                    ExitCode.FAILURE, directory + " is not empty: name an empty directory or a new one");
        }
        return unfinished;
    }

    /** Returns the name of the target for messages. */
    @Override
    public String toString() {
        return isArchive() ? "the archive" : operand;
    }
}
