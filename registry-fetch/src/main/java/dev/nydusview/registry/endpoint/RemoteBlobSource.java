package dev.nydusview.registry.endpoint;

import dev.nydusview.base.Sha256;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.blob.BlobIds;
import dev.nydusview.registry.blob.WholeBlobFiles;
import dev.nydusview.registry.http.BlobServer;
import dev.nydusview.registry.http.BlobServer.BlobRequest;
import dev.nydusview.registry.http.RegistryHttp;
import dev.nydusview.registry.http.RegistryResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Blobs of a repository or of storage, read by ranged requests. */
public final class RemoteBlobSource implements BlobSource {
    /** A server that ignores ranges sends the whole blob for every read; larger ones are not worth that. */
    private static final long MAX_WHOLE = 8 << 20;

    private static final int PARTIAL = 206;

    /** Answers that may each bring a part of what was asked for. */
    private static final int MAX_PARTS = 100;

    private final BlobServer server;
    private final TransferMeter meter;
    private final Map<String, Long> lengths;
    private final WholeBlobs whole;

    /** Closes {@code server} when it is closed itself; keeps no blob as a whole. */
    public RemoteBlobSource(BlobServer server, Map<String, Long> lengths, TransferMeter meter) {
        this(server, lengths, meter, WholeBlobFiles.NONE);
    }

    /**
     * Closes {@code server} when it is closed itself.
     *
     * @param lengths of the blobs that the manifest lists, by blob id
     * @param files for blobs whose server ignores ranges
     */
    public RemoteBlobSource(BlobServer server, Map<String, Long> lengths, TransferMeter meter, WholeBlobFiles files) {
        this.server = server;
        this.meter = meter;
        this.lengths = new ConcurrentHashMap<>(lengths);
        this.whole = new WholeBlobs(server, meter, files);
    }

    @Override
    public long length(String blobId) throws IOException {
        Sha256 blob = BlobIds.checked(blobId);
        Long known = lengths.get(blobId);
        return known != null ? known : fetchLength(blob);
    }

    private long fetchLength(Sha256 blob) throws IOException {
        long length = server.explainsHead() ? ask("HEAD", blob, Map.of(), RegistryResponse::length) : -1;
        if (length < 0) {
            // Some servers send every answer in chunks.
            length = ask("GET", blob, Map.of("Range", "bytes=0-0"), RemoteBlobSource::total);
        }
        lengths.put(blob.hex(), length);
        return length;
    }

    private long ask(String method, Sha256 blob, Map<String, String> headers, RegistryHttp.Reader<Long> reader)
            throws IOException {
        return server.send(() -> new BlobRequest(method, blob, headers), reader);
    }

    private static long total(RegistryResponse answer) throws IOException {
        ContentRange range = ContentRange.parse(answer.header("Content-Range"));
        long total = answer.status() == PARTIAL ? (range == null ? -1 : range.total()) : answer.length();
        if (total < 0) {
            throw answer.wrong("the server does not report the length of the blob");
        }
        return total;
    }

    @Override
    public ByteBuffer read(String blobId, long offset, int length) throws IOException {
        Sha256 blob = BlobIds.checked(blobId);
        BlobIds.checkRange(blob, offset, length, lengths.getOrDefault(blobId, -1L));
        ByteBuffer kept = whole.read(blob, offset, length);
        if (kept != null) {
            return kept;
        }
        try {
            return ranges(blob, offset, length);
        } catch (RangesIgnored e) {
            long size = length(blobId);
            BlobIds.checkRange(blob, offset, length, size);
            return whole.fetch(blob, size, offset, length, e);
        }
    }

    private ByteBuffer ranges(Sha256 blob, long offset, int length) throws IOException {
        String blobId = blob.hex();
        BlobPart part = new BlobPart(offset, length);
        for (int answers = 0; part.left() > 0; answers++) {
            if (answers == MAX_PARTS) {
                throw new RemoteException("blob " + blobId + ": only " + (length - part.left()) + " of " + length
                        + " bytes at offset " + offset + " came in " + answers + " answers");
            }
            server.send(() -> new BlobRequest("GET", blob, Map.of("Range", part.range())), answer -> {
                meter.countBlobRequest();
                if (answer.status() == PARTIAL) {
                    partial(answer, blobId, part);
                } else {
                    whole(answer, blobId, part);
                }
                return part;
            });
        }
        return part.bytes();
    }

    @Override
    public void distrust(String blobId) {
        if (Sha256.isHex(blobId)) {
            whole.distrust(new Sha256(blobId));
            server.distrust(new Sha256(blobId));
        }
    }

    private void partial(RegistryResponse answer, String blobId, BlobPart part) throws IOException {
        ContentRange range = ContentRange.parse(answer.header("Content-Range"));
        if (range == null || !range.isWithin(part.next(), part.left())) {
            throw answer.wrong("the response holds another range: "
                    + (range == null ? "none" : range.first() + "-" + range.last()));
        }
        Long known = lengths.get(blobId);
        if (known != null && range.total() >= 0 && range.total() != known) {
            throw answer.wrong(
                    "the blob has " + range.total() + " bytes " + server.place() + ", " + known + " in the manifest");
        }
        int count = (int) (range.last() - range.first() + 1);
        receive(answer, answer.body(count), part, count);
    }

    private void whole(RegistryResponse answer, String blobId, BlobPart part) throws IOException {
        long known = lengths.getOrDefault(blobId, -1L);
        long announced = answer.isCompressed() ? -1 : answer.length();
        long total = announced >= 0 ? announced : known >= 0 ? known : Long.MAX_VALUE;
        if (total > MAX_WHOLE && part.isIgnoredAgain()) {
            throw new RangesIgnored(answer.request() + ": the server ignores the range (status " + answer.status()
                    + " instead of 206), and the blob is too large to fetch it whole for each read;"
                    + " copy the image into a directory and open it as oci:DIR");
        }
        if (total > MAX_WHOLE) {
            throw answer.wrong("the server ignores the range");
        }
        if (known >= 0 && announced >= 0 && announced != known) {
            throw answer.wrong(
                    "the blob has " + announced + " bytes " + server.place() + ", " + known + " in the manifest");
        }
        InputStream body = answer.body(known);
        byte[] buffer = new byte[8192];
        long offset = part.next();
        for (long left = offset; left > 0; ) {
            int count = body.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw answer.cutOff("the blob ends after " + (offset - left) + " bytes");
            }
            meter.countBlobBytes(count);
            left -= count;
        }
        receive(answer, body, part, part.left());
    }

    private void receive(RegistryResponse answer, InputStream body, BlobPart part, int length) throws IOException {
        for (int left = length; left > 0; ) {
            int count = part.receive(body, left);
            if (count < 0) {
                throw answer.cutOff("only " + (length - left) + " of " + length + " bytes arrived");
            }
            meter.countBlobBytes(count);
            left -= count;
        }
    }

    @Override
    public void close() {
        server.close();
        whole.close();
    }
}
