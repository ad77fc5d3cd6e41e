package dev.nydusview.image.cache;

import dev.nydusview.chunkstore.cache.CacheRoot;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is locked as long as this is open, or as the process lives; by its name, as its directory's may change.
 */
record LockFile(String name, FileChannel channel) implements Closeable {
    /**
     * A new one in {@code directory}.
     *
     * @param prefix whether {@code name} only begins its name
     */
    static LockFile make(Path directory, String name, boolean prefix) throws IOException {
        Path file = prefix
                ? Files.createTempFile(directory, name, "", CacheRoot.PRIVATE_FILE)
                : Files.createFile(directory.resolve(name), CacheRoot.PRIVATE_FILE);
        FileChannel channel = open(file);
        channel.lock();
        return new LockFile(file.getFileName().toString(), channel);
    }

    /** Tests whether a process holds {@code file}. This process must not hold it, as it would lose the lock by this. */
    static boolean isHeld(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = open(file);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true; // by this process
        }
    }

    /** Opens the file itself, without following a link. */
    static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
