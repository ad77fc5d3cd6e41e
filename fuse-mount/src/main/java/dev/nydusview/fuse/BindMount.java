package dev.nydusview.fuse;

import dev.nydusview.fuse.jnr.LibC;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A directory at another place, for those who are only to look at it. */
public final class BindMount {
    private static final long SEEN_ONLY = LibC.MS_RDONLY | LibC.MS_NOSUID | LibC.MS_NODEV | LibC.MS_NOEXEC;

    private BindMount() {}

    /**
     * Shows {@code directory} at {@code place}, an empty one: nothing there can be written, opened as a device, or run. To
     * be called where it is to be seen, such as in {@link PrivateMounts}, with which it ends.
     *
     * @throws MountException if the system does not allow it; {@code place} is empty then
     */
    public static void readOnly(Path directory, Path place) throws MountException {
        LibC libc = LibC.load();
        byte[] target = cString(place);
        boolean bound = libc.mount(cString(directory), target, null, LibC.MS_BIND, null) == 0;
        // Flags of a bind mount count only when it is mounted again.
        if (bound && libc.mount(target, target, null, LibC.MS_REMOUNT | LibC.MS_BIND | SEEN_ONLY, null) == 0) {
            return;
        }
        if (bound) {
            libc.umount2(target, LibC.MNT_DETACH);
        }
        throw new MountException(directory + " could not be bind-mounted on " + place + " read-only");
    }

    private static byte[] cString(Path path) {
        return (path.toAbsolutePath() + "\0").getBytes(StandardCharsets.UTF_8);
    }
}
