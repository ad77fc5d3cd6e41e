package dev.nydusview.jobs;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * The surroundings of a use case: its variables, its results, its messages to the user, and the user's interruptions.
 */
public interface Console {
    /** Environment variables. */
    Map<String, String> variables();

    /** Takes results as bytes; text is UTF-8. */
    OutputStream out();

    /** Tests whether results go to a terminal, which would act on control characters and takes no archive. */
    boolean isTerminal();

    /** Returns the way in which text is shown on standard output. */
    default TextStyle style() {
        return TextStyle.PLAIN;
    }

    /** Returns the way in which text is shown on standard error. */
    default TextStyle messageStyle() {
        return TextStyle.PLAIN;
    }

    /** Returns the stream of messages for people, in which everything is escaped that a terminal would act on. */
    PrintStream err();

    /** Prints one line of a message, with control characters escaped. */
    void say(String message);

    /** Prints the first line as a message, and the others as its details. */
    default void say(List<String> lines) {
        if (!lines.isEmpty()) {
            say(lines.get(0));
            lines.stream().skip(1).forEach(err()::println);
        }
    }

    /** Tests whether the user wants results and failures only. */
    boolean quiet();

    /** Tests whether failures are printed with their stack traces. */
    boolean debug();

    /**
     * Shows {@code state}, which is requested repeatedly in another thread, until closed; does nothing without a terminal.
     * Whatever is printed meanwhile comes before it.
     */
    Lasting progress(Supplier<Progress> state);

    /** Passes the number of each signal that would end the process to {@code receiver} until closed. */
    Lasting signals(IntConsumer receiver);

    /**
     * Until the result is closed, prints what the command leaves before a signal ends the process.
     *
     * @param left a clause about that; asked for when the signal arrives, in another thread
     */
    Lasting whenInterrupted(Supplier<String> left);

    /** A registration that lasts until it is closed. */
    interface Lasting extends AutoCloseable {
        @Override
        void close();
    }
}
