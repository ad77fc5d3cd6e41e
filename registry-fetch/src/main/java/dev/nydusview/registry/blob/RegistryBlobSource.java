package dev.nydusview.registry.blob;

import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.http.RegistryHttp;
import dev.nydusview.registry.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.regex.Pattern;

/** Ranges of a registry's blobs. */
public final class RegistryBlobSource implements BlobSource {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    private static final int PARTIAL_CONTENT = 206;

    /** Where a registry ignores ranges, what stands before the wanted one is read and thrown away up to here. */
    private static final long MAX_SKIP = 8 << 20;

    private static final int MAX_LENGTH = 64 << 20;

    private final RegistryHttp http;
    private final BlobCounters counters;

    public RegistryBlobSource(RegistryHttp http, BlobCounters counters) {
        this.http = http;
        this.counters = counters;
    }

    @Override
    public long length(String blobId) throws IOException {
        return http.request("HEAD", path(blobId), Map.of(), Reply::contentLength);
    }

    @Override
    public ByteBuffer read(String blobId, long offset, int length) throws IOException {
        if (offset < 0 || length <= 0 || length > MAX_LENGTH || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("range of " + length + " bytes at " + offset);
        }
        long last = offset + length - 1;
        return http.request(
                "GET",
                path(blobId),
                Map.of("Range", "bytes=" + offset + "-" + last, "Accept-Encoding", "identity"),
                reply -> receive(reply, offset, length));
    }

    private static String path(String blobId) throws IOException {
        if (!ID.matcher(blobId).matches()) {
            throw new NotFoundException("blob id \"" + blobId.replaceAll("\\p{Cntrl}", "?")
                    + "\" is not a SHA-256 digest, so no registry has it");
        }
        return "blobs/sha256:" + blobId;
    }

    private ByteBuffer receive(Reply reply, long offset, int length) throws IOException {
        InputStream body = reply.body();
        if (reply.status() == PARTIAL_CONTENT) {
            checkRange(reply, offset, length);
        } else {
            skip(reply, body, offset);
        }
        byte[] bytes = new byte[length];
        int got = body.readNBytes(bytes, 0, length);
        counters.add(got);
        if (got != length) {
            // Not typed yet: the connection broke, and the request is tried again.
            throw new IOException(reply.describeRequest() + ": only " + got + " of the " + length
                    + " bytes from offset " + offset + " arrived");
        }
        return ByteBuffer.wrap(bytes);
    }

    private static void checkRange(Reply reply, long offset, int length) throws RemoteException {
        String range = String.valueOf(reply.header("Content-Range"));
        if (!range.startsWith("bytes " + offset + "-" + (offset + length - 1) + "/")) {
            throw new RemoteException(reply.describeRequest() + ": answered with the range \"" + range
                    + "\" where bytes " + offset + " to " + (offset + length - 1)
                    + " were asked for: the blob is shorter than the image says, or the registry is broken");
        }
    }

    private static void skip(Reply reply, InputStream body, long offset) throws IOException {
        if (offset > MAX_SKIP) {
            throw new RemoteException(reply.describeRequest() + ": the registry ignores ranges (status "
                    + reply.status() + "), so single chunks cannot be read from it");
        }
        body.skipNBytes(offset);
    }

    @Override
    public void close() {
        http.close();
    }
}
