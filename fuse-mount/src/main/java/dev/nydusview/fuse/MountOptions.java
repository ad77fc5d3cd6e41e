package dev.nydusview.fuse;

import java.util.List;

/**
 * How a file system is mounted; always read-only, nosuid, nodev.
 *
 * @param name what {@code findmnt} shows as the source, such as {@code nydusview:REF}
 * @param allowOther let other users read the mount, as far as modes and owners in the image let them: the kernel checks
 *     that, of whoever mounts as well
 * @param extra further mount options, passed on as they are
 * @param nonEmpty allow a mount point that is not empty
 * @param autoUnmount have a helper unmount it if this process dies, where there is one and root mounts; of no use in
 *     {@link dev.nydusview.linux.PrivateMounts}, which end with the process
 * @param serve how requests are answered
 */
public record MountOptions(
        String name,
        boolean allowOther,
        List<String> extra,
        boolean nonEmpty,
        boolean autoUnmount,
        ServeOptions serve) {}
