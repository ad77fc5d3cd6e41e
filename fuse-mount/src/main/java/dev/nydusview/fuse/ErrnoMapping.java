package dev.nydusview.fuse;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.linux.Errno;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;

/**
 * Table from failures to error numbers; there is no other.
 *
 * <p>Scanners skip what they may not read (EACCES) and take a missing file (ENOENT) for a clean one, so neither ever
 * stands for a failure, and a failed open or read of data is always EIO.
 */
public final class ErrnoMapping {
    private ErrnoMapping() {}

    /** Returns the answer to lookup, getattr, readdir, readlink and calls for xattrs. */
    public static Errno ofMetadata(Throwable failure) {
        if (failure instanceof ErrnoException known) {
            return known.errno();
        }
        if (failure instanceof NoSuchFileException) {
            return Errno.ENOENT;
        }
        if (failure instanceof NotDirectoryException) {
            return Errno.ENOTDIR;
        }
        if (failure instanceof NotLinkException) {
            return Errno.EINVAL;
        }
        if (failure instanceof UnsupportedFeatureException) {
            return Errno.ENOTSUP;
        }
        return failure instanceof CorruptDataException ? Errno.EUCLEAN : Errno.EIO;
    }

    /** Tests whether a metadata call has failed, rather than been answered with an error number. */
    public static boolean isFailure(Throwable failure) {
        return switch (ofMetadata(failure)) {
            case EIO, ENOTSUP, EUCLEAN -> true;
            default -> false;
        };
    }

    /**
     * Returns the error number of a failed open or read: EIO, except for a wrong kind of open, such as one for writing.
     */
    public static Errno ofData(Throwable failure) {
        return failure instanceof ErrnoException known ? known.errno() : Errno.EIO;
    }
}
