package dev.nydusview.linux;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Directories that are seen at a second place, too. */
public final class BindMount {
    private static final long INERT = LibC.MS_RDONLY | LibC.MS_NOSUID | LibC.MS_NODEV | LibC.MS_NOEXEC;

    private BindMount() {}

    /**
     * Shows {@code directory} at {@code place}, an empty directory, in which nothing can then be written, opened as a
     * device, or run. Call it on a thread that sees the mount, such as one in {@link PrivateMounts}, with which the
     * mount ends.
     *
     * @throws FileSystemException if the system does not allow it; {@code place} is empty then
     */
    public static void readOnly(Path directory, Path place) throws FileSystemException {
        LibC libc = LibC.load();
        byte[] target = CLibrary.terminated(place.toAbsolutePath());
        boolean bound =
                libc.mount(CLibrary.terminated(directory.toAbsolutePath()), target, null, LibC.MS_BIND, null) == 0;
        // Flags of a bind mount count only when it is mounted again.
        if (bound && libc.mount(target, target, null, LibC.MS_REMOUNT | LibC.MS_BIND | INERT, null) == 0) {
            return;
        }
        String reason = SystemError.last().description();
        if (bound) {
            libc.umount2(target, LibC.MNT_DETACH);
        }
        throw new FileSystemException(
                directory.toString(), place.toString(), "could not be bind-mounted there read-only: " + reason);
    }
}
