package dev.nydusview.registry.endpoint;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Quantity;
import dev.nydusview.base.Sha256;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.blob.Extent;
import dev.nydusview.registry.blob.WholeBlobFiles;
import dev.nydusview.registry.http.BlobServer;
import dev.nydusview.registry.http.BlobServer.BlobRequest;
import dev.nydusview.registry.http.RegistryResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One blob that is fetched as a whole, in order, into a file from which all reads are served: each as soon as its bytes
 * have arrived. A transfer that breaks off is continued as often as it moves on. The digest of the whole decides whether
 * the file stays.
 */
final class WholeBlobDownload {
    private static final Logger LOG = LoggerFactory.getLogger(WholeBlobDownload.class);
    private static final int PARTIAL = 206;
    private static final int BUFFER = 1 << 16;

    /** Answers that may each bring a part of the blob. */
    private static final int MAX_ANSWERS = 100;

    /** Time for which a failure is that of all reads. */
    private static final long REMEMBERED = TimeUnit.SECONDS.toNanos(10);

    private static final long JOIN_MILLIS = 2000;

    private final BlobServer server;
    private final TransferMeter meter;
    private final WholeBlobFiles files;
    private final Sha256 blob;
    private final long length;
    private final Thread thread = new Thread(this::run, "blob-download");

    private final AtomicBoolean started = new AtomicBoolean();

    private @Nullable Path file; // guarded by this, as the following are
    private long received;
    private @Nullable IOException failure;
    private long failedAt;

    WholeBlobDownload(BlobServer server, TransferMeter meter, WholeBlobFiles files, Sha256 blob, long length) {
        this.server = server;
        this.meter = meter;
        this.files = files;
        this.blob = blob;
        this.length = length;
    }

    /** Begins unless it has begun, on a thread of its own if there can be one. */
    void startOnce() {
        if (!started.compareAndSet(false, true)) {
            return;
        }
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            run(); // no further thread may be made
        }
    }

    /** Tests for a failure that is old enough to try again. */
    synchronized boolean isOver() {
        return failure != null && System.nanoTime() - failedAt >= REMEMBERED;
    }

    /** Returns bytes of the blob once they have arrived. */
    ByteBuffer read(long offset, int count) throws IOException {
        Path place = await(offset + count);
        try {
            return new Extent(place, 0, length).read(offset, count);
        } catch (NoSuchFileException e) {
            Path renamed = await(offset + count);
            if (renamed.equals(place)) {
                throw e;
            }
            return new Extent(renamed, 0, length).read(offset, count);
        }
    }

    private synchronized Path await(long end) throws IOException {
        try {
            while (received < end && failure == null) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while blob " + blob.hex() + " was fetched");
        }
        Path place = file;
        if (failure != null || place == null) {
            String message = failure == null ? "it has no file" : String.valueOf(failure.getMessage());
            throw failure instanceof CorruptDataException
                    ? new CorruptDataException(message)
                    : new RemoteException(message, failure);
        }
        return place;
    }

    private void run() {
        try {
            Path target = files.create(blob, length);
            try {
                download(target);
                complete(target);
            } catch (IOException | RuntimeException | Error e) {
                abandon(target, e);
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Removes the file with the lock held, so that a reader that misses it learns the failure. */
    private synchronized void abandon(Path target, Throwable cause) {
        files.discard(target);
        fail(cause);
    }

    /** Renames the file with the lock held, so that a reader that misses it learns its new name. */
    private synchronized void complete(Path target) throws IOException {
        file = files.complete(target, blob);
    }

    private synchronized void setFile(Path path) {
        file = path;
    }

    private synchronized void fail(Throwable cause) {
        failure = cause instanceof IOException e
                ? e
                : new IOException("blob " + blob.hex() + " cannot be fetched as a whole: " + cause, cause);
        failedAt = System.nanoTime();
        notifyAll();
    }

    private synchronized void arrived(long count) {
        received += count;
        notifyAll();
    }

    /** Fetches the blob; once more, from elsewhere if there is an elsewhere, before it is called damaged. */
    private void download(Path target) throws IOException {
        LOG.warn(
                "{} ignores ranges: blob {} is fetched once as a whole, {}",
                server.host(),
                blob.hex(),
                Quantity.bytes(length));
        setFile(target);
        Sha256 first = fetch(target);
        if (first.equals(blob)) {
            return;
        }
        server.distrust(blob);
        arrived(-length);
        Sha256 second = fetch(target);
        if (!second.equals(blob)) {
            throw new CorruptDataException("blob " + blob.hex() + " is damaged: its sha256 digest is " + second.hex()
                    + (first.equals(second) ? "" : ", and was " + first.hex() + " the time before"));
        }
    }

    private Sha256 fetch(Path target) throws IOException {
        MessageDigest digest = Sha256.digester();
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.WRITE)) {
            long[] at = {0};
            for (int answers = 0; at[0] < length; answers++) {
                if (answers == MAX_ANSWERS) {
                    throw new RemoteException("blob " + blob.hex() + ": only " + at[0] + " of " + length
                            + " bytes came in " + answers + " answers");
                }
                server.send(() -> request(at[0]), answer -> receive(answer, out, digest, at));
            }
        }
        return Sha256.finish(digest);
    }

    private BlobRequest request(long from) {
        Map<String, String> headers = from == 0 ? Map.of() : Map.of("Range", "bytes=" + from + "-" + (length - 1));
        return new BlobRequest("GET", blob, headers);
    }

    /** Takes what an answer has from {@code at} on; returns at its end, or when it breaks off after it has brought some. */
    private boolean receive(RegistryResponse answer, FileChannel out, MessageDigest digest, long[] at)
            throws IOException {
        meter.countBlobRequest();
        long start = at[0];
        InputStream body = answer.body(length);
        byte[] buffer = new byte[BUFFER];
        long skipped = skipped(answer, start);
        try {
            while (at[0] < length) {
                long limit = skipped > 0 ? skipped : length - at[0];
                int count = body.read(buffer, 0, (int) Math.min(buffer.length, limit));
                if (count < 0) {
                    throw answer.cutOff("the blob ends after " + at[0] + " of " + length + " bytes");
                }
                meter.countBlobBytes(count);
                if (skipped > 0) {
                    skipped -= count;
                    continue;
                }
                write(out, ByteBuffer.wrap(buffer, 0, count), at[0]);
                digest.update(buffer, 0, count);
                at[0] += count;
                arrived(count);
            }
        } catch (WriteFailure e) {
            throw e;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            if (at[0] == start) {
                throw e;
            }
            LOG.debug("{}; continuing at byte {}", e.getMessage(), at[0]);
        }
        return true;
    }

    /** Returns the bytes before {@code start} that the answer repeats. */
    private long skipped(RegistryResponse answer, long start) throws IOException {
        if (answer.status() == PARTIAL) {
            ContentRange range = ContentRange.parse(answer.header("Content-Range"));
            if (range == null || range.first() != start || (range.total() >= 0 && range.total() != length)) {
                throw answer.wrong("the response holds another range");
            }
            return 0;
        }
        long announced = answer.isCompressed() ? -1 : answer.length();
        if (announced >= 0 && announced != length) {
            throw answer.wrong(
                    "the blob has " + announced + " bytes " + server.place() + ", " + length + " were expected");
        }
        return start;
    }

    /** A file that cannot be written. */
    private static final class WriteFailure extends IOException {
        private static final long serialVersionUID = 1L;

        WriteFailure(String message, IOException cause) {
            super(message, cause);
        }
    }

    private void write(FileChannel out, ByteBuffer bytes, long offset) throws IOException {
        try {
            for (long at = offset; bytes.hasRemaining(); ) {
                at += out.write(bytes, at);
            }
        } catch (IOException e) {
            throw new WriteFailure(
                    "blob " + blob.hex() + " cannot be kept in the cache as a whole: " + e.getMessage()
                            + "; free some space or choose another --cache-dir",
                    e);
        }
    }

    /** Waits a little for the thread, whose requests have been ended. */
    void close() {
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
