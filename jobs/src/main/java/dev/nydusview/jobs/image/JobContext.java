package dev.nydusview.jobs.image;

import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.confine.OutOfReach;
import java.nio.file.Path;
import java.util.List;

/** The context of a use case: the console that it talks to, and the images that it may open. */
public record JobContext(Console console, ImageOpener images) {
    /** Files and directories that programs over an image do not get to see. */
    public List<Path> outOfReach() {
        Path authFile = images.access().registry().credentials().authFile();
        return OutOfReach.of(console.variables(), images.cacheRoot(), authFile);
    }
}
