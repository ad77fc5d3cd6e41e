package dev.nydusview.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The name of a listening socket in the file system, which is its owner's alone. */
final class SocketFile implements Closeable {
    private static final AtomicInteger MADE = new AtomicInteger();

    private final Path path;
    private final ServerSocketChannel listener;
    private final @Nullable Object key;

    private SocketFile(Path path, ServerSocketChannel listener) throws IOException {
        this.path = path;
        this.listener = listener;
        this.key = key(path);
    }

    /**
     * Listens on {@code path}, whose directory is created if it is missing; the socket of a dead process is replaced.
     *
     * @param backlog clients that may wait to be accepted
     * @throws IOException if another process listens there, or the file is not a socket
     */
    static SocketFile listen(Path path, int backlog) throws IOException {
        Path absolute = path.toAbsolutePath();
        makeDirectory(absolute.getParent());
        requireFree(absolute);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        // The name is hidden until the mode is set. Docker takes names in .sock for plugins.
        Path hidden = absolute.resolveSibling(".http-" + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet());
        try {
            Files.deleteIfExists(hidden);
            listener.bind(UnixDomainSocketAddress.of(hidden), backlog);
            Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rw-------"));
            Files.move(hidden, absolute, StandardCopyOption.ATOMIC_MOVE);
            return new SocketFile(absolute, listener);
        } catch (IOException e) {
            listener.close();
            Files.deleteIfExists(hidden);
            throw new IOException("cannot listen on " + absolute + ": " + e.getMessage(), e);
        }
    }

    private static void makeDirectory(@Nullable Path directory) throws IOException {
        if (directory == null || Files.isDirectory(directory)) {
            return;
        }
        makeDirectory(directory.getParent());
        Files.createDirectory(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void requireFree(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException(path + " is not a socket; remove it, or name another one");
        }
        if (isInUse(path)) {
            throw new IOException("another process listens on " + path);
        }
    }

    private static boolean isInUse(Path path) throws IOException {
        try {
            UnixSocket.connect(path).close();
            return true;
        } catch (ConnectException e) {
            return false; // left by a dead process
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    ServerSocketChannel listener() {
        return listener;
    }

    /** Stops listening and removes the name, unless it has become another process's. */
    @Override
    public void close() throws IOException {
        listener.close();
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && Objects.equals(key(path), key)) {
            Files.deleteIfExists(path);
        }
    }
}
