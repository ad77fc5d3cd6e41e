package dev.nydusview.jobs.mount;

import dev.nydusview.fuse.MountOptions;
import dev.nydusview.fuse.ServeOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mount of an image.
 *
 * @param reference the image
 * @param lowers images below it, the lowest first
 * @param directory the mount point; null for a temporary one
 * @param program to run on the mount; empty to serve the mount until it ends
 * @param point how the mount is made
 * @param pidFile takes the id of this process; null for none
 * @param background whether messages go to a file as soon as the mount answers, as nobody waits for this process any longer
 */
public record MountRequest(
        String reference,
        List<String> lowers,
        @Nullable Path directory,
        List<String> program,
        Point point,
        @Nullable Path pidFile,
        boolean background) {
    public MountRequest {
        lowers = List.copyOf(lowers);
        program = List.copyOf(program);
    }

    /**
     * Properties of a mount.
     *
     * @param extra further FUSE mount options
     * @param nonEmpty whether the mount point may have entries
     * @param allowOther whether other users may read
     * @param containLinks whether links that lead out of the image are shown as a container would follow them
     * @param verifyOnOpen bytes of the largest file that is verified when it is opened; negative for none
     * @param profiles whether what known scanners read is fetched ahead for them
     */
    public record Point(
            List<String> extra,
            boolean nonEmpty,
            boolean allowOther,
            boolean containLinks,
            long verifyOnOpen,
            boolean profiles) {
        public Point {
            extra = List.copyOf(extra);
        }
    }

    /** Returns the options for a mount of the image called {@code name}. */
    MountOptions options(String name) {
        return new MountOptions(
                "nydusview:" + name,
                point.allowOther(),
                point.extra(),
                point.nonEmpty(),
                true,
                new ServeOptions(point.verifyOnOpen(), point.containLinks()));
    }
}
