package dev.nydusview.scan;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Directories that a scan needs while it runs: where to mount, the configuration, what scanners print. */
final class Workspace implements AutoCloseable {
    private static final String PREFIX = "nydusview-scan-";

    private final Path root;

    private Workspace(Path root) {
        this.root = root;
    }

    /** New ones, for their owner only; removes those of processes that were killed. */
    static Workspace create() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        removeStale(parent);
        Path root = Files.createTempDirectory(
                        parent,
                        PREFIX + ProcessHandle.current().pid() + "-",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                .toRealPath();
        Workspace workspace = new Workspace(root);
        Files.createDirectory(workspace.mountPoint());
        Files.createDirectory(workspace.configuration());
        return workspace;
    }

    private static void removeStale(Path parent) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, PREFIX + "*")) {
            Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            for (Path entry : entries) {
                String rest = entry.getFileName().toString().substring(PREFIX.length());
                String pid = rest.substring(0, Math.max(0, rest.indexOf('-')));
                boolean dead = pid.matches("\\d{1,9}")
                        && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
                if (dead && user.equals(Files.getAttribute(entry, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
                    remove(entry);
                }
            }
        } catch (IOException | RuntimeException e) {
            // They are small, and no scan needs them gone.
        }
    }

    Path mountPoint() {
        return root.resolve("image");
    }

    Path configuration() {
        return root.resolve("configuration");
    }

    Path directory(String name) throws IOException {
        return Files.createDirectory(root.resolve(name));
    }

    @Override
    public void close() {
        try {
            remove(root);
        } catch (IOException e) {
            // Still mounted and in use; the next scan removes it.
        }
    }

    private static void remove(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, java.io.IOException failure) throws IOException {
                Files.delete(left);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
