package dev.nydusview.linux;

import java.io.IOException;

/** Reports a failed system call; the message has the action and the system's reason. */
public final class PosixException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int E2BIG = 7;
    private static final int EWOULDBLOCK = 11;
    private static final int EACCES = 13;
    private static final int EEXIST = 17;
    private static final int ENOTDIR = 20;
    private static final int EISDIR = 21;
    private static final int EINVAL = 22;
    private static final int ENOSPC = 28;
    private static final int ERANGE = 34;
    private static final int ENOTEMPTY = 39;
    private static final int ELOOP = 40;
    private static final int EOPNOTSUPP = 95;
    private static final int EDQUOT = 122;

    private final int errno;

    PosixException(String what, String reason, int errno) {
        super(what + ": " + reason);
        this.errno = errno;
    }

    /** Tests whether the call does not make sense for the entry of that name. */
    boolean invalid() {
        return errno == EINVAL;
    }

    /** Tests whether an entry of that name exists already. */
    public boolean exists() {
        return errno == EEXIST;
    }

    /** Tests whether an entry of that name is missing. */
    public boolean absent() {
        return errno == ENOENT;
    }

    /** Tests whether the entry of that name is not a directory, but possibly a symbolic link. */
    public boolean notDirectory() {
        return errno == ENOTDIR || errno == ELOOP;
    }

    /** Tests whether the entry of that name is a directory. */
    public boolean isDirectory() {
        return errno == EISDIR;
    }

    /** Tests whether the entry of that name is a directory that has entries. */
    boolean notEmpty() {
        return errno == ENOTEMPTY || errno == EEXIST;
    }

    /** Tests whether the call would have to wait. */
    boolean wouldWait() {
        return errno == EWOULDBLOCK;
    }

    /** Tests whether the disk, or this user's share of it, is full. */
    public boolean full() {
        return errno == ENOSPC || errno == EDQUOT;
    }

    /** Tests whether a value is larger than the system or the file system takes. */
    public boolean tooLarge() {
        return errno == E2BIG || errno == ERANGE;
    }

    /** Tests whether this user lacks the permission for the call. */
    public boolean denied() {
        return errno == EPERM || errno == EACCES;
    }

    /**
     * Tests whether the user, the container or the file system does not allow the call, rather than that it went wrong.
     */
    public boolean refused() {
        return errno == EPERM || errno == EACCES || errno == EINVAL || errno == EOPNOTSUPP;
    }
}
