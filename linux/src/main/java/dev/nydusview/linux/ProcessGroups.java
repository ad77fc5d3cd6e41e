package dev.nydusview.linux;

/** Signals for all processes of a group at once, which the JDK does not have. */
public final class ProcessGroups {
    private static final int SIGKILL = 9;

    private ProcessGroups() {}

    /** Ends every process of the group that {@code leader} leads or has led; does nothing if there is none. */
    public static void kill(long leader) {
        LibC.load().kill((int) -leader, SIGKILL);
    }
}
