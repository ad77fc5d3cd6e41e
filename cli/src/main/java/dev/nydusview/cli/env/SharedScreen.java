package dev.nydusview.cli.env;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * The terminal on which messages, results and a progress line meet. The line is below all of them: it is erased before
 * anything else is printed, and is not drawn into a line that has not ended. Safe for concurrent use.
 */
final class SharedScreen {
    private static final String TO_END = "\033[K";
    private static final String CLEAR = "\r" + TO_END;

    /**
     * A terminal that does not wrap lines cuts them to its width, even while that changes. The last character then lies in
     * the last column, whichever it is; so that column is cleared.
     */
    private static final String WITHOUT_WRAP = "\033[?7l";

    private static final String WITH_WRAP = TO_END + "\033[?7h";

    private final PrintStream terminal;
    private String shown = "";
    private boolean inLine;

    /** @param terminal takes the progress line */
    SharedScreen(PrintStream terminal) {
        this.terminal = terminal;
    }

    /** Draws {@code line}, which has no control characters, in the place of the one that is shown; none if it is empty. */
    synchronized void draw(String line) {
        if (line.equals(shown) || inLine) {
            return;
        }
        terminal.print(line.isEmpty() ? CLEAR : CLEAR + WITHOUT_WRAP + line + WITH_WRAP);
        terminal.flush();
        shown = line;
    }

    /** Returns a stream onto {@code out}, which leads to the same terminal. */
    OutputStream over(OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (length > 0) {
                    print(out, bytes, offset, length);
                }
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }
        };
    }

    private synchronized void print(OutputStream out, byte[] bytes, int offset, int length) throws IOException {
        draw("");
        out.write(bytes, offset, length);
        out.flush();
        inLine = bytes[offset + length - 1] != '\n';
    }
}
