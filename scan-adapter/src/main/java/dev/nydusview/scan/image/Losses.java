package dev.nydusview.scan.image;

import dev.nydusview.fuse.PathLimit;
import dev.nydusview.scan.receipt.LossEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parts of an image that are not unpacked as the image has them, so that no program can see them.
 *
 * @param kinds all losses
 * @param privileges files without owner, set-ID bits or extended attributes, such as capabilities
 * @param unreadable files and directories that this user may not read
 * @param longPaths paths for which the directory's own path leaves no room
 */
public record Losses(List<LossEntry> kinds, long privileges, long unreadable, LongPaths longPaths) {
    /** A list without losses. */
    public static final Losses NONE = new Losses(List.of(), 0, 0, LongPaths.NONE);

    public Losses {
        kinds = List.copyOf(kinds);
    }

    /** Reasons why a scan of the image at {@code root} cannot be complete, in sentences; none if it may be. */
    public List<String> problems(Path root) {
        List<String> problems = new ArrayList<>();
        if (privileges > 0) {
            problems.add("owners and capabilities of " + files(privileges)
                    + " were lost: unpack as root, on a file system that keeps them");
        }
        if (unreadable > 0) {
            problems.add(files(unreadable) + " of the unpacked image cannot be read by this user: scan as root");
        }
        PathLimit limit = new PathLimit(root);
        long beyond = longPaths.beyond(PathLimit.MAX_PATH - limit.mounted(0));
        if (beyond > 0) {
            problems.add(files(beyond) + " of the unpacked image cannot be opened under " + root
                    + ": their paths there have more than the " + PathLimit.MAX_PATH
                    + " bytes that the kernel accepts");
        }
        return problems;
    }

    /** Longest path, if that has more than {@code bytes} under {@code root}. */
    public Optional<String> beyond(int bytes, Path root) {
        return longPaths.beyond(bytes - new PathLimit(root).mounted(0)) > 0
                ? Optional.of(longPaths.longest())
                : Optional.empty();
    }

    private static String files(long count) {
        return count + (count == 1 ? " file" : " files");
    }
}
