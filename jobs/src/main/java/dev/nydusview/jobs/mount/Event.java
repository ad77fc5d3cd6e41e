package dev.nydusview.jobs.mount;

/** Events that end a mount, or may. */
sealed interface Event {
    /** The mount has ended, as another process has unmounted it. */
    record MountEnded() implements Event {}

    /** The program of {@code --run} has ended. */
    record ProgramEnded(int code) implements Event {}

    /** A signal arrived. */
    record Signal(int number) implements Event {}
}
