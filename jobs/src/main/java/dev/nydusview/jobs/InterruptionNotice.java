package dev.nydusview.jobs;

import java.util.function.Supplier;

/** Says what an interrupted command leaves, and ends the process as the signal would have done. */
public final class InterruptionNotice {
    private InterruptionNotice() {}

    /**
     * Does so until the result is closed.
     *
     * @param left a clause about what the command leaves; asked for when a signal arrives, in another thread
     */
    public static Console.Lasting of(Console console, Supplier<String> left) {
        return console.signals(number -> {
            console.say("interrupted: " + left.get());
            Runtime.getRuntime().exit(Interruption.exitCode(number));
        });
    }
}
