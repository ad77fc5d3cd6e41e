package dev.nydusview.fuse;

import dev.nydusview.linux.MountHelper;
import dev.nydusview.linux.MountTable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Checks directories before they are mounted on; messages tell what the user can do. */
final class MountPoint {
    private static final Path DEVICE = Path.of("/dev/fuse");

    private MountPoint() {}

    /** Returns the real path of {@code directory} if it can be mounted on. */
    static Path check(Path directory, boolean nonEmpty) throws MountException {
        boolean own = Files.isReadable(DEVICE) && Files.isWritable(DEVICE);
        if (!own && !(Files.exists(DEVICE) && MountHelper.find().isPresent())) { // which opens it as root
            throw new MountException(
                    "no access to /dev/fuse: load the fuse module (\"modprobe fuse\"), and in a container pass "
                            + "the device through (\"--device /dev/fuse --cap-add SYS_ADMIN\")");
        }
        try {
            Path real = directory.toRealPath();
            if (!Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isDirectory()) {
                throw new NotDirectoryException(directory.toString());
            }
            if (!nonEmpty && isEmpty(real)) {
                return real;
            }
            requireAlive(real);
            if (!nonEmpty) {
                throw new MountException("mount point " + directory
                        + " is not empty: choose an empty directory, or hide its content with --nonempty");
            }
            return real;
        } catch (NoSuchFileException e) {
            throw new MountException(
                    "mount point " + directory + " does not exist: make it with \"mkdir -p " + directory + "\"", e);
        } catch (NotDirectoryException e) {
            throw new MountException("mount point " + directory + " is not a directory", e);
        } catch (MountException e) {
            throw e;
        } catch (AccessDeniedException e) {
            throw new MountException("mount point " + directory + " cannot be read by you: choose another", e);
        } catch (IOException e) {
            throw new MountException(describe(directory, e), e);
        }
    }

    /** Fails if it is a mount whose process has died: for entries and attributes the kernel may answer from what it has kept. */
    private static void requireAlive(Path directory) throws IOException {
        var unused = Files.getFileStore(directory).getTotalSpace();
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    private static boolean isFuseMount(Path directory) {
        try {
            return new MountTable()
                    .fuseSource(directory.toAbsolutePath().normalize())
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static String describe(Path directory, IOException e) {
        if (isFuseMount(directory)) {
            return "mount point " + directory + " is a stale mount, left behind by a process that died: remove it with"
                    + " \"nydusview umount " + directory + "\" (or \"umount -l " + directory + "\")";
        }
        String reason = e instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : e.getMessage();
        return "mount point " + directory + " cannot be used: " + reason;
    }
}
