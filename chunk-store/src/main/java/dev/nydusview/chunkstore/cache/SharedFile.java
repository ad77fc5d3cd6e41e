package dev.nydusview.chunkstore.cache;

import dev.nydusview.base.Ownership;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that many threads read and write by position; created with its directory when it is first used, and opened
 * read-only if it cannot be written.
 *
 * <p>Interrupting one thread closes a {@link FileChannel} for all. So an operation that finds its channel closed is
 * repeated on a new one, and an interrupt that was seen meanwhile is set again at the end.
 */
final class SharedFile implements Closeable {
    private static final Set<OpenOption> READ_WRITE = Set.of(
            StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> READ_ONLY = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    /** Enough for a burst of interrupts, and an end to a storm of them. */
    private static final int ATTEMPTS = 16;

    /** The JDK keeps a native buffer a thread, as long as the longest single read or write of that thread. */
    private static final int PIECE = 256 << 10;

    private final Path path;
    private final boolean traced;
    private @Nullable FileChannel channel; // guarded by this
    private boolean closed; // guarded by this

    /** @param traced whether opening it counts as a use */
    SharedFile(Path path, boolean traced) {
        this.path = path;
        this.traced = traced;
    }

    /** Fills what remains of {@code target}, whose position stays; false if the file ends before. */
    boolean read(ByteBuffer target, long position) throws IOException {
        return retried(open -> fill(open, target.duplicate(), position));
    }

    /** Writes what remains of {@code source}, whose position stays. */
    void write(ByteBuffer source, long position) throws IOException {
        try {
            retried(open -> drain(open, source.duplicate(), position));
        } catch (NonWritableChannelException e) {
            throw new IOException(path + " can only be read", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (channel != null) {
            channel.close();
        }
    }

    private static boolean fill(FileChannel open, ByteBuffer target, long position) throws IOException {
        int end = target.limit();
        long next = position;
        while (target.position() < end) {
            target.limit(Math.min(end, target.position() + PIECE));
            int count = open.read(target, next);
            if (count < 0) {
                return false;
            }
            next += count;
        }
        return true;
    }

    private static boolean drain(FileChannel open, ByteBuffer source, long position) throws IOException {
        int end = source.limit();
        long next = position;
        while (source.position() < end) {
            source.limit(Math.min(end, source.position() + PIECE));
            next += open.write(source, next);
        }
        return true;
    }

    private boolean retried(Operation operation) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return operation.on(channel());
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized FileChannel channel() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (channel == null || !channel.isOpen()) {
            channel = open();
        }
        return channel;
    }

    private FileChannel open() throws IOException {
        try {
            Files.createDirectories(path.getParent(), CacheRoot.PRIVATE_DIRECTORY);
            FileChannel opened = open(READ_WRITE);
            if (traced) {
                touch();
            }
            return opened;
        } catch (IOException e) {
            return openReadOnly(e);
        }
    }

    private FileChannel openReadOnly(IOException reason) throws IOException {
        try {
            return open(READ_ONLY);
        } catch (IOException e) {
            reason.addSuppressed(e);
            throw reason;
        }
    }

    private FileChannel open(Set<OpenOption> options) throws IOException {
        Ownership.require(path);
        return FileChannel.open(path, options, CacheRoot.PRIVATE_FILE);
    }

    /** The modification time is the time of the last use: access times are off on many systems. */
    private void touch() {
        try {
            Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
        } catch (IOException e) {
            return; // removed or owned by another: a listing then shows an earlier use
        }
    }

    private interface Operation {
        boolean on(FileChannel open) throws IOException;
    }
}
