package dev.nydusview.cli.env;

import dev.nydusview.base.SafeText;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.Progress;
import java.time.Duration;
import java.util.function.Supplier;

/** A line at the bottom of a terminal that shows progress, redrawn five times a second. */
final class ProgressLine implements Console.Lasting {
    private static final Duration PERIOD = Duration.ofMillis(200);

    private final SharedScreen screen;
    private final Duration delay;
    private final Supplier<Progress> state;
    private final ProgressText text = new ProgressText(System::nanoTime);
    private final Thread thread;

    private ProgressLine(SharedScreen screen, Duration delay, Supplier<Progress> state) {
        this.screen = screen;
        this.delay = delay;
        this.state = state;
        this.thread = new Thread(this::run, "progress");
        thread.setDaemon(true);
    }

    /** Shows {@code state} on {@code screen} until closed, after {@code delay}: what is over by then needs no line. */
    static ProgressLine start(SharedScreen screen, Duration delay, Supplier<Progress> state) {
        ProgressLine line = new ProgressLine(screen, delay, state);
        line.thread.start();
        return line;
    }

    private void run() {
        try {
            Thread.sleep(delay.toMillis());
            while (true) {
                screen.draw(SafeText.controls(text.of(state.get())));
                Thread.sleep(PERIOD.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Erases the line. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        screen.draw("");
    }
}
