package dev.nydusview.cli.env;

import dev.nydusview.base.SafeText;
import dev.nydusview.jobs.Console;
import java.io.PrintStream;
import java.util.function.Supplier;

/** A line at the bottom of a terminal that is redrawn five times a second. */
final class ProgressLine implements Console.Lasting {
    private static final long PERIOD_MILLIS = 200;
    private static final String CLEAR = "\r\033[K";

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
                    err.print(CLEAR + now);
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
