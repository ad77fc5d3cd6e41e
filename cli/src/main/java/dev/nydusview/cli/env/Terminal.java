package dev.nydusview.cli.env;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The standard streams that are terminals.
 *
 * @param in standard input is a terminal, even a dumb one
 * @param out standard output is a terminal
 * @param err standard error is a terminal
 */
public record Terminal(boolean in, boolean out, boolean err) {
    /** A process without a terminal, as in a pipeline. */
    public static final Terminal NONE = new Terminal(false, false, false);

    /** The streams of this process; no output counts as one if {@code TERM} is {@code dumb}. */
    public static Terminal ofProcess(Map<String, String> variables) {
        if ("dumb".equals(variables.get("TERM"))) {
            return new Terminal(isTerminal(0), false, false);
        }
        return new Terminal(isTerminal(0), isTerminal(1), isTerminal(2));
    }

    /** Tests whether standard output is a pipe. */
    public boolean isPiped() {
        return !out && target(1).startsWith("pipe:");
    }

    /**
     * Tests whether a descriptor of this process is a terminal, even a dumb one. The JDK can only tell for all streams
     * together, so {@code /proc/self/fd} is read.
     */
    public static boolean isTerminal(int descriptor) {
        String target = target(descriptor);
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    }

    private static String target(int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }
}
