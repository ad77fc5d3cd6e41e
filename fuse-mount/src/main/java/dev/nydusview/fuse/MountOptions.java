package dev.nydusview.fuse;

import java.util.List;

/**
 * Options of a mount, which is read-only, nosuid and nodev in any case.
 *
 * @param name source that {@code findmnt} shows, such as {@code nydusview:REF}
 * @param allowOther let other users read the mount, as far as modes and owners in the image let them: the kernel checks
 *     that, of whoever mounts as well
 * @param extra further mount options, passed on as they are
 * @param nonEmpty allow a mount point that is not empty
 * @param autoUnmount have a helper unmount it if this process dies, where there is one and root mounts; of no use in
 *     {@link dev.nydusview.linux.PrivateMounts}, which end with the process
 * @param serve options of the file system itself
 */
public record MountOptions(
        String name,
        boolean allowOther,
        List<String> extra,
        boolean nonEmpty,
        boolean autoUnmount,
        ServeOptions serve) {
    /** Returns the name as an option of libfuse and its helper: commas separate options, a backslash takes that from them. */
    public String escapedName() {
        return name.replace("\\", "\\\\").replace(",", "\\,");
    }
}
