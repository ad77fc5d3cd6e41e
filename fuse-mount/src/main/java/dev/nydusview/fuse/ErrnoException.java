package dev.nydusview.fuse;

import dev.nydusview.linux.Errno;
import java.io.IOException;

/** A request whose answer is an error number, such as one for an attribute that an inode does not have. */
public final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    public ErrnoException(Errno errno, String message) {
        super(message);
        this.errno = errno;
    }

    /** Leaves the stack out: an answer to a question that is asked of every file must not cost more than others. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    Errno errno() {
        return errno;
    }
}
