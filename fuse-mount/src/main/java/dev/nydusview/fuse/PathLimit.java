package dev.nydusview.fuse;

import dev.nydusview.linux.Errno;
import java.nio.charset.Charset;
import java.nio.file.Path;

/**
 * Limit of paths that the kernel accepts: with the mount point in front, longer ones than {@code PATH_MAX} are refused
 * without asking the mount. A program cannot open such a file by its path, and only the listing of its directory shows
 * that the file was skipped.
 */
public final class PathLimit {
    /** {@code PATH_MAX} of Linux, without the NUL. */
    public static final int MAX_PATH = 4095;

    /** Bytes of a path for which every program has room. */
    public static final int LONG_PATH = 1000;

    private final Path mountPoint;
    private final int length;

    /** @param mountPoint its real path */
    public PathLimit(Path mountPoint) {
        this.mountPoint = mountPoint;
        Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        this.length = mountPoint.getNameCount() == 0 ? 0 : mountPoint.toString().getBytes(names).length;
    }

    /** Returns the bytes in a path that has {@code pathLength} in the image, its leading slash included. */
    public int mounted(int pathLength) {
        return length + pathLength;
    }

    /** Returns the failure of a path of so many bytes, which no program can open, for the ledger. */
    public ErrnoException refusal(int mountedLength) {
        return new ErrnoException(
                Errno.ENAMETOOLONG,
                "has a path of " + mountedLength + " bytes under " + mountPoint + ", more than the " + MAX_PATH
                        + " that the kernel accepts, so programs cannot open it; mount the image at a shorter path");
    }
}
