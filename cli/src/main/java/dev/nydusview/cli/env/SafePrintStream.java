package dev.nydusview.cli.env;

import dev.nydusview.cli.log.EventSink;
import dev.nydusview.cli.log.LogEvent;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Prints text for people, with everything escaped that a terminal would act on; from {@link #json} on, JSON for programs,
 * with an event for each line that is printed.
 */
final class SafePrintStream extends PrintStream implements EventSink {
    private final PrintStream terminal;
    private final MessageLines lines;

    private SafePrintStream(PrintStream out, MessageLines lines) {
        super(lines, true, StandardCharsets.UTF_8);
        this.terminal = out;
        this.lines = lines;
    }

    /** Around {@code out}, unless it is one of these. */
    static SafePrintStream of(PrintStream out) {
        return out instanceof SafePrintStream safe ? safe : new SafePrintStream(out, new MessageLines(out));
    }

    /** Returns the stream below, for code that moves the cursor and escapes the text itself. */
    PrintStream terminal() {
        return terminal;
    }

    /** Prints JSON from now on. */
    void json() {
        lines.json();
    }

    /** Tests whether it prints JSON. */
    boolean isJson() {
        return lines.isJson();
    }

    @Override
    public void put(LogEvent event) {
        lines.put(event);
    }
}
