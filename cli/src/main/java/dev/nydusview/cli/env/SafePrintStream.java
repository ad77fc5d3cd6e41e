package dev.nydusview.cli.env;

import dev.nydusview.base.SafeStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Prints text for people: what a terminal would act on is escaped, whoever made it. */
final class SafePrintStream extends PrintStream {
    private final PrintStream terminal;

    private SafePrintStream(PrintStream out) {
        super(SafeStream.text(out), true, StandardCharsets.UTF_8);
        this.terminal = out;
    }

    /** Around {@code out}, unless it is one of these. */
    static SafePrintStream of(PrintStream out) {
        return out instanceof SafePrintStream safe ? safe : new SafePrintStream(out);
    }

    /** The stream below, for who moves the cursor and makes the text itself safe. */
    PrintStream terminal() {
        return terminal;
    }
}
