package dev.nydusview.linux;

import java.util.Arrays;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;

/** The C library of this process. */
public final class Posix {
    private final FileCalls libc = CLibrary.bind(FileCalls.class);
    private final Runtime runtime = Runtime.getRuntime(libc);

    /** Tests whether the effective user of this process is root, who may do everything. */
    public boolean isRoot() {
        return libc.geteuid() == 0;
    }

    /** Returns the effective user of this process, as unsigned 32 bits. */
    public long user() {
        return Integer.toUnsignedLong(libc.geteuid());
    }

    /** Returns the effective group of this process, as unsigned 32 bits. */
    public long group() {
        return Integer.toUnsignedLong(libc.getegid());
    }

    FileCalls libc() {
        return libc;
    }

    Abi abi() throws PosixException {
        return Abi.of(System.getProperty("os.arch", ""));
    }

    /** Returns {@code result} unless it stands for a failure of the call; {@code what} then begins the message. */
    int check(long result, String what) throws PosixException {
        if (result >= 0) {
            return (int) result;
        }
        int errno = LastError.getLastError(runtime);
        throw new PosixException(what, libc.strerror(errno), errno);
    }

    static byte[] terminated(byte[] text) {
        return Arrays.copyOf(text, text.length + 1);
    }
}
