package dev.nydusview.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Removes directories with all that is in them, in a few pages of memory and with one open directory at a time: links
 * themselves, never what they lead to. Others may change the tree meanwhile; what they keep adding may stay.
 */
public final class TreeRemoval {
    private static final byte[] ABOVE = {'.', '.'};
    private static final int MAX_ATTEMPTS = 16;

    private final Deque<byte[]> below = new ArrayDeque<>();

    private TreeRemoval() {}

    /** The binding of the C library, made once it is needed, as that takes long. */
    private static final class Bound {
        private static final Posix POSIX = new Posix();
    }

    /**
     * Removes {@code tree}, whatever it is, if it is there.
     *
     * @throws FileSystemException if something in it cannot be removed; names {@code tree}
     */
    public static void remove(Path tree) throws IOException {
        Path path = tree.toAbsolutePath();
        Path parent = path.getParent();
        Path name = path.getFileName();
        if (parent == null || name == null) {
            throw new FileSystemException(path.toString(), null, "is the root of the file system");
        }
        try (DirectoryHandle place = DirectoryHandle.open(Bound.POSIX, parent)) {
            remove(place, name.toString().getBytes(StandardCharsets.UTF_8));
        } catch (PosixException e) {
            if (e.denied()) {
                throw denied(path, e);
            }
            if (!e.absent()) {
                throw failure(path, e);
            }
        }
    }

    private static FileSystemException denied(Path path, PosixException cause) {
        AccessDeniedException failure = new AccessDeniedException(path.toString());
        failure.initCause(cause);
        return failure;
    }

    private static FileSystemException failure(Path path, PosixException cause) {
        FileSystemException failure = new FileSystemException(path.toString(), null, cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    /** Removes {@code name} in {@code place}, whatever it is, if it is there. */
    public static void remove(DirectoryHandle place, byte[] name) throws PosixException {
        try {
            place.removeFile(name);
        } catch (PosixException e) {
            if (e.absent()) {
                return;
            }
            if (!e.isDirectory()) {
                throw e;
            }
            for (int i = 0; i < MAX_ATTEMPTS; i++) {
                if (new TreeRemoval().removeDirectory(place, name)) {
                    return;
                }
            }
        }
    }

    /**
     * Goes down into a directory where there is one, and up where nothing is left.
     *
     * @return false if others changed the tree so that part of it may be left
     */
    private boolean removeDirectory(DirectoryHandle place, byte[] name) throws PosixException {
        DirectoryHandle here = entered(place, name);
        if (here == null) {
            return true;
        }
        below.push(name);
        try {
            while (!below.isEmpty()) {
                byte[] child = removeFiles(here);
                DirectoryHandle next = entered(here, child == null ? ABOVE : child);
                if (next == null) {
                    return false;
                }
                here.close();
                here = next;
                if (child != null) {
                    below.push(child);
                } else if (!removedEmpty(here, below.pop())) {
                    return false;
                }
            }
            return true;
        } finally {
            here.close();
        }
    }

    /** Opens the directory {@code name} of {@code directory}; null if it is gone. */
    private static @Nullable DirectoryHandle entered(DirectoryHandle directory, byte[] name) throws PosixException {
        try {
            return directory.enter(name);
        } catch (PosixException e) {
            if (e.absent()) {
                return null;
            }
            throw e;
        }
    }

    /** Removes a directory, unless others have put something into it meanwhile. */
    private static boolean removedEmpty(DirectoryHandle directory, byte[] name) throws PosixException {
        try {
            directory.removeDirectory(name);
            return true;
        } catch (PosixException e) {
            if (e.absent() || e.notEmpty()) {
                return e.absent();
            }
            throw e;
        }
    }

    /** Removes files up to the first directory in {@code directory}, which is returned; null if nothing is left. */
    private static byte @Nullable [] removeFiles(DirectoryHandle directory) throws PosixException {
        try (DirectoryHandle again = directory.enterAgain()) {
            Listing listing = again.listing();
            for (byte[] name = listing.next(); name != null; name = listing.next()) {
                try {
                    again.removeFile(name);
                } catch (PosixException e) {
                    if (e.isDirectory()) {
                        return name;
                    }
                    if (!e.absent()) {
                        throw e;
                    }
                }
            }
            return null;
        }
    }
}
