package dev.nydusview.image.oci;

import dev.nydusview.rootfs.unpack.UnpackException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stored layers as files, one after the other, each verified before it is handed out. While one is in use the next one
 * is fetched, so never more than two are on disk.
 */
final class LayerDownloads implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final OciImage image;
    private final Path directory;
    private final ExecutorService thread;
    private int count;
    private @Nullable Future<Path> coming;
    private @Nullable Path current;

    /** @param directory for the files, private */
    LayerDownloads(OciImage image, Path directory) {
        this.image = image;
        this.directory = directory;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread daemon = new Thread(task, "layers");
            daemon.setDaemon(true);
            return daemon;
        });
        this.coming = next();
    }

    private @Nullable Future<Path> next() {
        if (count == image.layers().size()) {
            return null;
        }
        OciLayer layer = image.layers().get(count);
        Path file = directory.resolve("layer-" + count++);
        return thread.submit(() -> fetch(layer, file));
    }

    /** Returns the file with the next layer, as many times as there are layers; valid until the next call. */
    Path take() throws IOException {
        discard();
        Future<Path> awaited = coming;
        if (awaited == null) {
            throw new IllegalStateException("there are no more layers");
        }
        try {
            current = awaited.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a layer");
        }
        coming = next();
        return current;
    }

    private static IOException failure(@Nullable Throwable cause) {
        if (cause instanceof IOException e) {
            return e;
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        return new IOException(cause);
    }

    private Path fetch(OciLayer layer, Path file) throws IOException {
        // The reader may be called again, then from the beginning.
        return image.read(layer, content -> {
            try (FileChannel channel = open(file)) {
                byte[] bytes = new byte[BUFFER];
                int read;
                while ((read = content.read(bytes)) >= 0) {
                    append(channel, ByteBuffer.wrap(bytes, 0, read));
                }
            }
            return file;
        });
    }

    private FileChannel open(Path file) throws UnpackException {
        try {
            return FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void append(FileChannel channel, ByteBuffer bytes) throws UnpackException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private UnpackException unwritable(IOException e) {
        return new UnpackException(
                "a layer cannot be stored in " + directory.getParent() + ": " + e.getMessage()
                        + ": make room, or name another directory with --cache-dir",
                e);
    }

    private void discard() throws IOException {
        if (current != null) {
            Files.delete(current);
            current = null;
        }
    }

    /** Ends the fetching and waits until it has stopped writing. */
    @Override
    public void close() throws IOException {
        thread.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        discard();
    }
}
