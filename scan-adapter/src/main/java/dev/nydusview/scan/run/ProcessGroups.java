package dev.nydusview.scan.run;

import jnr.ffi.LibraryLoader;

/** Signals for all processes of a group at once, which the JDK does not have. */
final class ProcessGroups {
    private static final int SIGKILL = 9;
    private static final LibC LIBC =
            LibraryLoader.create(LibC.class).failImmediately().load("c");

    private ProcessGroups() {}

    /** The function of the C library; public, as the binding is generated elsewhere. */
    public interface LibC {
        /** Sends a signal to the group {@code -pid}. */
        int kill(int pid, int signal);
    }

    /** Ends every process of the group that {@code leader} leads or has led; fine if there is none. */
    static void kill(long leader) {
        LIBC.kill((int) -leader, SIGKILL);
    }
}
