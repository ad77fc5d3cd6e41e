package dev.nydusview.scan.mount;

import dev.nydusview.base.CurrentUser;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Directories that a scan needs while it runs: mount point, configuration, output of scanners. */
final class Workspace implements AutoCloseable {
    private static final String PREFIX = "nydusview-scan-";

    /** File that lists the directories outside, one a line, so that those of killed processes can be found. */
    private static final String SHORT = "short-directories";

    private final Path root;
    private final Path mountPoint;
    private @Nullable Path tree;

    private Workspace(Path root, Path mountPoint) {
        this.root = root;
        this.mountPoint = mountPoint;
    }

    /** Makes directories for their owner only; removes those of killed processes. */
    static Workspace create() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        removeStale(parent);
        Path root = Files.createTempDirectory(
                        parent,
                        PREFIX + ProcessHandle.current().pid() + "-",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                .toRealPath();
        Workspace workspace = new Workspace(root, ShortDirectory.create().orElse(root.resolve("image")));
        try {
            workspace.note(workspace.mountPoint);
            Files.createDirectories(workspace.mountPoint);
            Files.createDirectory(workspace.configuration());
        } catch (IOException e) {
            workspace.close();
            throw e;
        }
        return workspace;
    }

    private static void removeStale(Path parent) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, PREFIX + "*")) {
            Object user = CurrentUser.id();
            for (Path entry : entries) {
                String rest = entry.getFileName().toString().substring(PREFIX.length());
                String pid = rest.substring(0, Math.max(0, rest.indexOf('-')));
                boolean dead = pid.matches("\\d{1,9}")
                        && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
                if (dead && user.equals(Files.getAttribute(entry, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
                    Path named = entry.resolve(SHORT);
                    if (Files.exists(named)) {
                        Files.readAllLines(named).forEach(ShortDirectory::remove);
                    }
                    remove(entry);
                }
            }
        } catch (IOException | RuntimeException e) {
            // They are small, and no scan needs them gone.
        }
    }

    /** Returns an empty directory with a short path, by which all paths of the image become longer for scanners. */
    Path mountPoint() {
        return mountPoint;
    }

    /**
     * Makes another short directory, in which an unpacked image is shown: something may still wait at the mount point.
     */
    Path makeTree() throws IOException {
        Path made = ShortDirectory.create().orElse(root.resolve("tree"));
        tree = made;
        note(made);
        return Files.createDirectories(made);
    }

    private void note(Path directory) throws IOException {
        Files.writeString(root.resolve(SHORT), directory + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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
            ShortDirectory.remove(mountPoint.toString());
            if (tree != null) {
                ShortDirectory.remove(tree.toString());
            }
            remove(root);
        } catch (IOException e) {
            // Still mounted and in use; the next scan removes it.
        }
    }

    /** Not by linux.TreeRemoval: binding what it calls takes 60 ms, and most scans need it for nothing else. */
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
