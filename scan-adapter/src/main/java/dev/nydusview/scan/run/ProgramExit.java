package dev.nydusview.scan.run;

import java.time.Duration;
import java.util.Locale;

/**
 * The end of a program.
 *
 * @param code its exit code; 128 and the number of the signal if one killed it
 * @param took from start to end
 */
public record ProgramExit(Kind kind, int code, Duration took) {
    /** Reason for which a program ended. */
    public enum Kind {
        /** The program has ended by itself. */
        EXITED,
        /** A signal has ended it. */
        KILLED,
        /** The program took too long and was killed. */
        TIMEOUT,
        /** The program wrote more than is read and was killed. */
        FLOOD,
        /** The program could not be confined, and was not run. */
        UNCONFINED;

        /** Returns the name in lower case, such as {@code exited}. */
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

    /** Returns this end with the longer of two times. */
    public ProgramExit asLongAs(ProgramExit other) {
        return new ProgramExit(kind, code, took.compareTo(other.took) > 0 ? took : other.took);
    }

    /** Returns a clause, such as {@code was killed by signal 9}. */
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
