package dev.nydusview.cli.demo;

import dev.nydusview.linux.TreeRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The demonstration's own directory: mount point, cache, results. Removed with everything in it. */
final class DemoFiles implements AutoCloseable {
    private final Path root;

    DemoFiles() throws IOException {
        root = Files.createTempDirectory("nydusview-demo-").toRealPath();
        Files.createDirectory(mountPoint());
        Files.createDirectory(work());
    }

    Path mountPoint() {
        return root.resolve("image");
    }

    Path cache() {
        return root.resolve("cache");
    }

    Path work() {
        return root.resolve("work");
    }

    /**
     * Deletes the files. Call it once the mount is gone: a mount point that is still in use is left, as nothing in it
     * can be removed.
     */
    @Override
    public void close() throws IOException {
        TreeRemoval.remove(root);
    }
}
