package dev.nydusview.jobs.output;

import dev.nydusview.base.OutputFile;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.exit.UnwrittenException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Place of one document: standard output, or a file that is written whole or not at all. Two places are equal if they are
 * the same, however they are named.
 */
public final class Destination {
    private static final Path STDOUT = Path.of("/dev/stdout");
    private static final Set<Path> STDOUT_NAMES =
            Set.of(Path.of("-"), STDOUT, Path.of("/dev/fd/1"), Path.of("/proc/self/fd/1"));
    private static final Path NOWHERE = Path.of("/dev/null");

    public static final Destination STANDARD_OUTPUT = new Destination(STDOUT, STDOUT);

    private final Path file;
    private final Path place;

    /**
     * @param file as the user names it
     * @param place path by which it is compared with others
     */
    private Destination(Path file, Path place) {
        this.file = file;
        this.place = place;
    }

    /** Returns the place that a user names; {@code -} and {@code /dev/stdout} are standard output. */
    public static Destination of(Path named) {
        return STDOUT_NAMES.contains(named) ? STANDARD_OUTPUT : new Destination(named, resolved(named));
    }

    /** Follows the links of the directory, but not that of the file, which is replaced. */
    private static Path resolved(Path file) {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        try {
            return directory == null ? absolute : directory.toRealPath().resolve(absolute.getFileName());
        } catch (IOException e) {
            return absolute; // the directory does not exist
        }
    }

    /** Returns the directory of the file; null if there is none. */
    public @Nullable Path directory() {
        return file.toAbsolutePath().getParent();
    }

    public boolean isStandardOutput() {
        return place.equals(STDOUT);
    }

    /** Tests whether what is written there is thrown away. */
    public boolean isNowhere() {
        return place.equals(NOWHERE);
    }

    /**
     * Makes room for a document before the work on it begins: removes a file of an earlier run, which must not be taken
     * for one of this run, however this run ends.
     *
     * @param document name of the document, for messages
     * @throws CommandException if the place cannot be a file
     * @throws UnwrittenException if the user may not write there, or the disk is full
     */
    public void clear(String document) throws IOException {
        if (isStandardOutput()) {
            return;
        }
        Path directory = writableDirectory(document);
        if (OutputFile.isStream(file)) {
            return;
        }
        try {
            Files.deleteIfExists(file); // the link, if it is one
            Files.delete(Files.createTempFile(directory, ".nydusview-", ".tmp"));
        } catch (IOException e) {
            if (!Files.isWritable(file)) {
                throw new UnwrittenException(toString(), e);
            }
        }
    }

    private Path writableDirectory(String document) throws CommandException {
        Path directory = directory();
        if (directory == null || Files.isDirectory(file)) {
            throw impossible(document, "it is a directory: name a file in it");
        }
        if (!Files.exists(directory)) {
            throw impossible(document, "the directory " + directory + " does not exist: create it, or name another");
        }
        if (!Files.isDirectory(directory)) {
            throw impossible(document, directory + " is not a directory: name a file in one");
        }
        return directory;
    }

    private CommandException impossible(String document, String reason) {
        return new CommandException(ExitCode.USAGE, document + " cannot be written to " + file + ": " + reason);
    }

    /** Writes the document, which may be asked for its content again from its beginning. */
    public void write(Console console, OutputFile.Content content) throws IOException {
        if (isStandardOutput()) {
            content.writeTo(console.out());
            console.out().flush();
            return;
        }
        try {
            OutputFile.write(file, content);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new UnwrittenException(toString(), e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Destination destination && destination.place.equals(place);
    }

    @Override
    public int hashCode() {
        return place.hashCode();
    }

    @Override
    public String toString() {
        return isStandardOutput() ? "standard output" : file.toString();
    }
}
