package dev.nydusview.cli.env;

import dev.nydusview.base.SafeStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Prints text for people, with everything escaped that a terminal would act on. */
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

    /** Returns the stream below, for code that moves the cursor and escapes the text itself. */
    PrintStream terminal() {
        return terminal;
    }
}
