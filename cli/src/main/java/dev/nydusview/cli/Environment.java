package dev.nydusview.cli;

import dev.nydusview.cli.output.Terminal;
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
 * @param err standard error, for everything else
 * @param terminal which of the streams are terminals
 */
public record Environment(
        Map<String, String> variables, InputStream in, OutputStream out, PrintStream err, Terminal terminal) {

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

    /** Gives the variables to another process. */
    public void passTo(ProcessBuilder process) {
        process.environment().clear();
        process.environment().putAll(variables);
    }

    /** Says something to the user, as one line that no hostile text can break out of. */
    public void say(String message) {
        err.println("nydusview: " + message);
    }
}
