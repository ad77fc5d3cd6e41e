package dev.nydusview.registry.endpoint;

import dev.nydusview.base.Sha256;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.blob.Extent;
import dev.nydusview.registry.blob.WholeBlobFiles;
import dev.nydusview.registry.http.BlobServer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The blobs of an image that are read from files, as their server ignores ranges now or did so before. */
final class WholeBlobs {
    private final BlobServer server;
    private final TransferMeter meter;
    private final WholeBlobFiles files;
    private final Map<Sha256, WholeBlobDownload> downloads = new ConcurrentHashMap<>();

    WholeBlobs(BlobServer server, TransferMeter meter, WholeBlobFiles files) {
        this.server = server;
        this.meter = meter;
        this.files = files;
    }

    /** Returns bytes of a blob from its file; null if it has none, and none is being written. */
    @Nullable
    ByteBuffer read(Sha256 blob, long offset, int length) throws IOException {
        WholeBlobDownload download = downloads.get(blob);
        if (download != null && !download.isOver()) {
            try {
                return download.read(offset, length);
            } catch (NoSuchFileException e) {
                downloads.remove(blob, download); // its space was needed
                return null;
            }
        }
        Path file = files.find(blob);
        return file == null ? null : read(file, offset, length);
    }

    private @Nullable ByteBuffer read(Path file, long offset, int length) throws IOException {
        try {
            return Extent.of(file).read(offset, length);
        } catch (EOFException e) {
            files.discard(file);
            return null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Has a blob fetched as a whole, unless it is already, and returns bytes of it.
     *
     * @param reason why it is, for the message if it cannot be
     */
    ByteBuffer fetch(Sha256 blob, long size, long offset, int length, RangesIgnored reason) throws IOException {
        if (files.equals(WholeBlobFiles.NONE)) {
            throw new RemoteException(reason.getMessage() + "; allow a cache, in which it is fetched once", reason);
        }
        WholeBlobDownload download = downloads.compute(
                blob,
                (id, running) -> running != null && !running.isOver()
                        ? running
                        : new WholeBlobDownload(server, meter, files, id, size));
        download.startOnce();
        return download.read(offset, length);
    }

    /** Forgets the file of a blob of which bytes were wrong. */
    void distrust(Sha256 blob) {
        WholeBlobDownload download = downloads.get(blob);
        if (download == null) {
            Path file = files.find(blob);
            if (file != null) {
                files.discard(file);
            }
        }
    }

    void close() {
        downloads.values().forEach(WholeBlobDownload::close);
    }
}
