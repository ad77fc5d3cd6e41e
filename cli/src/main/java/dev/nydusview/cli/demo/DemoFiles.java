package dev.nydusview.cli.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

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
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, java.io.IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
