package dev.nydusview.jobs.image;

import dev.nydusview.fuse.MountEngine;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.confine.ProtectedPaths;
import java.nio.file.Path;
import java.util.List;

/**
 * The context of a use case.
 *
 * @param console the console that it talks to
 * @param images the images that it may open
 * @param engine makes its mounts
 */
public record JobContext(Console console, ImageOpener images, MountEngine.Factory engine) {
    /** Files and directories that programs over an image do not get to see. */
    public List<Path> outOfReach() {
        Path authFile = images.access().registry().credentials().authFile();
        return ProtectedPaths.of(console.variables(), images.cacheRoot(), authFile);
    }
}
