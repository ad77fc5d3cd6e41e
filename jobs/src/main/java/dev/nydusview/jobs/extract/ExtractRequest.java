package dev.nydusview.jobs.extract;

import dev.nydusview.rootfs.ImageLimits;
import java.util.List;

/**
 * An extraction of an image.
 *
 * @param reference the image
 * @param lowers images below it, the lowest first
 * @param target a directory, or {@code -} for an archive on standard output
 * @param sameOwner whether files get the image's owners, if the user is root
 * @param paths that are wanted, with what is below them; none for all
 */
public record ExtractRequest(
        String reference,
        List<String> lowers,
        String target,
        boolean sameOwner,
        List<String> paths,
        ImageLimits limits) {
    public ExtractRequest {
        lowers = List.copyOf(lowers);
        paths = List.copyOf(paths);
    }
}
