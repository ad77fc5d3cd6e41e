package dev.nydusview.scan.run;

import java.time.Duration;
import java.util.Locale;

/**
 * How a program ended.
 *
 * @param code its exit code; 128 and the number of the signal if one killed it
 * @param took from start to end
 */
public record ProgramExit(Kind kind, int code, Duration took) {
    /** Why there is no more of it. */
    public enum Kind {
        /** It has ended by itself. */
        EXITED,
        /** A signal has ended it. */
        KILLED,
        /** It took too long and was killed. */
        TIMEOUT,
        /** It wrote more than is read and was killed. */
        FLOOD,
        /** It could not be confined, and so was not run. */
        UNCONFINED;

        /** Such as {@code exited}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The JDK reports a program that signal N killed as 128 + N, as shells do. */
    private static final int KILLED = 128;

    private static final int LAST_SIGNAL = 64;

    static ProgramExit of(int code, Duration took) {
        boolean killed = code > KILLED && code <= KILLED + LAST_SIGNAL;
        return new ProgramExit(killed ? Kind.KILLED : Kind.EXITED, code, took);
    }

    /** This end after the longer of two times. */
    public ProgramExit asLongAs(ProgramExit other) {
        return new ProgramExit(kind, code, took.compareTo(other.took) > 0 ? took : other.took);
    }

    /** In words, such as {@code was killed by signal 9}. */
    public String description() {
        return switch (kind) {
            case EXITED -> "ended with exit code " + code;
            case KILLED -> "was killed by signal " + (code - KILLED);
            case TIMEOUT -> "was still running after " + took.toSeconds() + " seconds and was killed";
            case FLOOD -> "wrote too much output and was killed";
            case UNCONFINED -> "could not be confined and was not run";
        };
    }
}
