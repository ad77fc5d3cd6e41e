package dev.nydusview.rootfs.unpack;

import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.Listing;
import dev.nydusview.linux.PosixException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Removes directories with all that is in them, in a few pages of memory and with one open directory at a time. */
final class SubtreeRemoval {
    private final Deque<byte[]> below = new ArrayDeque<>();

    /** Removes {@code name} in {@code place}, of any type, if it exists. */
    static void remove(DirectoryHandle place, byte[] name) throws PosixException {
        try {
            place.removeFile(name);
        } catch (PosixException e) {
            if (e.absent()) {
                return;
            }
            if (!e.isDirectory()) {
                throw e;
            }
            new SubtreeRemoval().removeDirectory(place, name);
        }
    }

    /** Descends into a subdirectory if there is one, and ascends when the directory is empty. */
    private void removeDirectory(DirectoryHandle place, byte[] name) throws PosixException {
        DirectoryHandle here = place.enter(name);
        below.push(name);
        try {
            while (!below.isEmpty()) {
                byte[] child = removeFiles(here);
                DirectoryHandle next = here.enter(child == null ? Names.ABOVE.bytes() : child);
                here.close();
                here = next;
                if (child == null) {
                    here.removeDirectory(below.pop());
                } else {
                    below.push(child);
                }
            }
        } finally {
            here.close();
        }
    }

    /**
     * Removes files up to the first directory in {@code directory}, which is returned; null if the directory is empty.
     */
    private static byte @Nullable [] removeFiles(DirectoryHandle directory) throws PosixException {
        try (DirectoryHandle again = directory.enterAgain()) {
            Listing listing = again.listing();
            for (byte[] name = listing.next(); name != null; name = listing.next()) {
                try {
                    again.removeFile(name);
                } catch (PosixException e) {
                    if (!e.isDirectory()) {
                        throw e;
                    }
                    return name;
                }
            }
            return null;
        }
    }
}
