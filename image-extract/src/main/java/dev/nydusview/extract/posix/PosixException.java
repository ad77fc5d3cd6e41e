package dev.nydusview.extract.posix;

import java.io.IOException;

/** A system call failed; the message says what could not be done, and the system's reason. */
public final class PosixException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int EPERM = 1;
    private static final int EACCES = 13;
    private static final int EINVAL = 22;
    private static final int EOPNOTSUPP = 95;

    private final int errno;

    PosixException(String what, String reason, int errno) {
        super(what + ": " + reason);
        this.errno = errno;
    }

    /** Whether the user, the container or the file system may not do this, rather than that it went wrong. */
    public boolean refused() {
        return errno == EPERM || errno == EACCES || errno == EINVAL || errno == EOPNOTSUPP;
    }
}
