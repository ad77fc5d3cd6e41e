package dev.nydusview.cli.env;

import dev.nydusview.base.SafeStream;
import dev.nydusview.base.SafeText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param variables environment variables
 * @param in standard input
 * @param out standard output, for results; text is UTF-8 whatever the locale, as names in images are bytes
 * @param err standard error, for everything else; what a terminal would act on is escaped
 * @param terminal which of the streams are terminals
 */
public record Environment(
        Map<String, String> variables, InputStream in, OutputStream out, PrintStream err, Terminal terminal) {

    /** Makes {@code err} safe: everything that goes there passes one stream. */
    public Environment {
        err = SafePrintStream.of(err);
    }

    /** The environment of this process. */
    public static Environment ofProcess() {
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new Environment(
                System.getenv(),
                System.in,
                new FileOutputStream(FileDescriptor.out),
                err,
                Terminal.ofProcess(System.getenv()));
    }

    /** Standard error for who moves the cursor of a terminal, and prints nothing else but what is safe. */
    public PrintStream drawing() {
        return SafePrintStream.of(err).terminal();
    }

    /**
     * A stream onto {@code text}, which is standard output, for bytes that an image or a scanner made: they stay as they are,
     * but for a terminal they are made safe. To be closed at their end.
     */
    public OutputStream contents(OutputStream text) {
        return terminal.out() ? SafeStream.text(text) : text;
    }

    /** Gives the variables to another process. */
    public void passTo(ProcessBuilder process) {
        process.environment().clear();
        process.environment().putAll(variables);
    }

    /** Says something to the user, as one line that no hostile text can break out of. */
    public void say(String message) {
        err.println("nydusview: " + SafeText.controls(message));
    }
}
