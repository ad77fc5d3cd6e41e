package dev.nydusview.cli.env;

import dev.nydusview.base.SafeText;
import dev.nydusview.jobs.Console;
import java.io.PrintStream;
import java.util.function.Supplier;

/** A line at the bottom of a terminal, cut to its width, that is redrawn five times a second. */
final class ProgressLine implements Console.Lasting {
    private static final long PERIOD_MILLIS = 200;
    private static final String TO_END = "\033[K";
    private static final String CLEAR = "\r" + TO_END;

    /**
     * A terminal that does not wrap lines cuts them to its width, even while that changes. The last character then lies in
     * the last column, whichever it is; so that column is cleared.
     */
    private static final String WITHOUT_WRAP = "\033[?7l";

    private static final String WITH_WRAP = TO_END + "\033[?7h";

    private final PrintStream err;
    private final Supplier<String> text;
    private final Thread thread;
    private String shown = "";

    private ProgressLine(PrintStream err, Supplier<String> text) {
        this.err = err;
        this.text = text;
        this.thread = new Thread(this::run, "progress");
        thread.setDaemon(true);
    }

    /** Shows {@code text} on {@code err} until closed, if that is wanted. */
    static ProgressLine start(PrintStream err, boolean wanted, Supplier<String> text) {
        ProgressLine line = new ProgressLine(err, text);
        if (wanted) {
            line.thread.start();
        }
        return line;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                String now = SafeText.controls(text.get());
                if (!now.equals(shown)) {
                    err.print(CLEAR + WITHOUT_WRAP + now + WITH_WRAP);
                    err.flush();
                    shown = now;
                }
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Clears the line. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!shown.isEmpty()) {
            err.print(CLEAR);
            err.flush();
        }
    }
}
