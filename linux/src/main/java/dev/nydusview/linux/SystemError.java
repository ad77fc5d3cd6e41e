package dev.nydusview.linux;

import jnr.ffi.LastError;
import jnr.ffi.Runtime;

/**
 * Reason why a call has failed.
 *
 * @param number as in {@code errno.h}
 */
record SystemError(int number) {
    /** Functions that only failures need. Public, as the binding is generated elsewhere. */
    public interface Messages {
        String strerror(int errno);
    }

    /** Returns the reason why the last call of this thread has failed; to be asked for at once. */
    static SystemError last() {
        return new SystemError(LastError.getLastError(Runtime.getSystemRuntime()));
    }

    boolean is(Errno errno) {
        return number == errno.number();
    }

    /** Returns the C library's words for it, such as {@code Permission denied}. */
    String description() {
        return CLibrary.bind(Messages.class).strerror(number);
    }
}
