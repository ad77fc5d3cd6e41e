package dev.nydusview.jobs.mount;

/** Events that end a mount, or may. */
sealed interface Event {
    /** The mount is gone: somebody has unmounted it. */
    record MountEnded() implements Event {}

    /** The program of {@code --run} has ended. */
    record ProgramEnded(int code) implements Event {}

    /** A signal arrived. */
    record Signal(int number) implements Event {}
}
