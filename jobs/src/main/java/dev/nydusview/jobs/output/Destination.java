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

/**
 * Place of one document: standard output, or a file that is written whole or not at all.
 *
 * @param file absolute path of the file; {@code /dev/stdout} for standard output
 */
public record Destination(Path file) {
    private static final Path STDOUT = Path.of("/dev/stdout");
    private static final Set<Path> STDOUT_NAMES =
            Set.of(Path.of("-"), STDOUT, Path.of("/dev/fd/1"), Path.of("/proc/self/fd/1"));
    private static final Path NOWHERE = Path.of("/dev/null");

    public static final Destination STANDARD_OUTPUT = new Destination(STDOUT);

    /** Returns the place that a user names; {@code -} and {@code /dev/stdout} are standard output. */
    public static Destination of(Path named) {
        return STDOUT_NAMES.contains(named)
                ? STANDARD_OUTPUT
                : new Destination(named.toAbsolutePath().normalize());
    }

    public boolean isStandardOutput() {
        return file.equals(STDOUT);
    }

    /** Tests whether what is written there is thrown away. */
    public boolean isNowhere() {
        return file.equals(NOWHERE);
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
        Path directory = file.getParent();
        if (Files.isDirectory(file) || directory == null || !Files.isDirectory(directory)) {
            throw new CommandException(ExitCode.USAGE, document + " cannot be written to " + file);
        }
        if (OutputFile.isStream(file)) {
            return;
        }
        try {
            Files.deleteIfExists(file); // the link, if it is one
            Files.delete(Files.createTempFile(directory, ".nydusview-", ".tmp"));
        } catch (IOException e) {
            if (!Files.isWritable(file)) {
                throw new UnwrittenException(file, e);
            }
        }
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
            throw new UnwrittenException(file, e);
        }
    }

    @Override
    public String toString() {
        return isStandardOutput() ? "standard output" : file.toString();
    }
}
