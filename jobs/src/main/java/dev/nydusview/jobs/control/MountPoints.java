package dev.nydusview.jobs.control;

import dev.nydusview.rafs.path.LinkFollower;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Mount points as users write them, and as they are known to the system. */
public final class MountPoints {
    private MountPoints() {}

    /**
     * Returns the absolute path of {@code directory} without symbolic links. The directory itself is not accessed, as a
     * mount whose server died or hangs would block.
     */
    public static Path resolve(Path directory) throws IOException {
        Path path = withRealParent(directory.toAbsolutePath().normalize());
        for (int i = 0; i < LinkFollower.MAX_LINKS && Files.isSymbolicLink(path); i++) {
            path = withRealParent(
                    path.resolveSibling(Files.readSymbolicLink(path)).normalize());
        }
        return path;
    }

    private static Path withRealParent(Path path) throws IOException {
        Path parent = path.getParent();
        try {
            return parent == null ? path : parent.toRealPath().resolve(path.getFileName());
        } catch (NoSuchFileException e) {
            return path; // mounting there will explain the failure
        }
    }
}
