package dev.nydusview.registry.endpoint;

import dev.nydusview.base.Sha256;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.blob.BlobIds;
import dev.nydusview.registry.http.RegistryHttp;
import dev.nydusview.registry.http.RegistryRequest;
import dev.nydusview.registry.http.RegistryResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Blobs of a repository, read by ranged requests. */
public final class RemoteBlobSource implements BlobSource {
    /** A server that ignores ranges sends the whole blob for every read; larger ones are not worth that. */
    private static final long MAX_WHOLE = 8 << 20;

    private static final int PARTIAL = 206;

    private final RegistryHttp http;
    private final TransferMeter meter;
    private final Map<String, Long> lengths;

    /**
     * Closes {@code http} when it is closed itself.
     *
     * @param lengths of the blobs that the manifest lists, by blob id
     */
    public RemoteBlobSource(RegistryHttp http, Map<String, Long> lengths, TransferMeter meter) {
        this.http = http;
        this.meter = meter;
        this.lengths = new ConcurrentHashMap<>(lengths);
    }

    @Override
    public long length(String blobId) throws IOException {
        Sha256 blob = BlobIds.checked(blobId);
        Long known = lengths.get(blobId);
        return known != null ? known : fetchLength(blob);
    }

    private long fetchLength(Sha256 blob) throws IOException {
        long length = http.send(request("HEAD", blob, Map.of()), answer -> {
            if (answer.length() < 0) {
                throw new RemoteException(answer.request() + ": the registry does not report the length of the blob");
            }
            return answer.length();
        });
        lengths.put(blob.hex(), length);
        return length;
    }

    @Override
    public ByteBuffer read(String blobId, long offset, int length) throws IOException {
        Sha256 blob = BlobIds.checked(blobId);
        BlobIds.checkRange(blob, offset, length, lengths.getOrDefault(blobId, -1L));
        if (length == 0) {
            return ByteBuffer.allocate(0);
        }
        Map<String, String> range = Map.of("Range", "bytes=" + offset + "-" + (offset + length - 1));
        return http.send(request("GET", blob, range), answer -> {
            meter.countBlobRequest();
            return answer.status() == PARTIAL
                    ? partial(answer, blobId, offset, length)
                    : whole(answer, blobId, offset, length);
        });
    }

    private static RegistryRequest request(String method, Sha256 blob, Map<String, String> headers) {
        return new RegistryRequest(
                method,
                "blobs/" + blob,
                headers,
                "the image is incomplete: push or copy it again with all its blobs",
                // A signed URL is valid for one method.
                method.equals("GET"));
    }

    private ByteBuffer partial(RegistryResponse answer, String blobId, long offset, int length) throws IOException {
        ContentRange range = ContentRange.parse(answer.header("Content-Range"));
        if (range == null || !range.is(offset, length)) {
            throw new RemoteException(answer.request() + ": the response holds another range: "
                    + (range == null ? "none" : range.first() + "-" + range.last()));
        }
        Long known = lengths.get(blobId);
        if (known != null && range.total() >= 0 && range.total() != known) {
            throw new RemoteException(answer.request() + ": the blob has " + range.total() + " bytes in the registry, "
                    + known + " in the manifest");
        }
        return receive(answer, answer.body(), length);
    }

    private ByteBuffer whole(RegistryResponse answer, String blobId, long offset, int length) throws IOException {
        long total = answer.length() >= 0 ? answer.length() : lengths.getOrDefault(blobId, Long.MAX_VALUE);
        if (total > MAX_WHOLE) {
            throw new RemoteException(answer.request() + ": the server ignores the range (status " + answer.status()
                    + " instead of 206), and the blob is too large to fetch it whole for each read;"
                    + " copy the image into a directory and open it as oci:DIR");
        }
        InputStream body = answer.body();
        byte[] buffer = new byte[8192];
        for (long left = offset; left > 0; ) {
            int count = body.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw answer.cutOff("the blob ends after " + (offset - left) + " bytes");
            }
            meter.countBlobBytes(count);
            left -= count;
        }
        return receive(answer, body, length);
    }

    private ByteBuffer receive(RegistryResponse answer, InputStream body, int length) throws IOException {
        byte[] bytes = new byte[length];
        int received = 0;
        while (received < length) {
            int count = body.read(bytes, received, length - received);
            if (count < 0) {
                throw answer.cutOff("only " + received + " of " + length + " bytes arrived");
            }
            meter.countBlobBytes(count);
            received += count;
        }
        return ByteBuffer.wrap(bytes);
    }

    @Override
    public void close() {
        http.close();
    }
}
