package dev.nydusview.chunkstore;

import dev.nydusview.rafs.blob.BlobSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Blobs in memory that remember what was read, and can hold reads back or fail them. */
final class TestBlobs implements BlobSource {
    record Read(String blobId, long offset, int length) {}

    interface Fault {
        void strike(Read read) throws IOException;
    }

    final List<Read> reads = new CopyOnWriteArrayList<>();
    final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, ByteArrayOutputStream> blobs = new ConcurrentHashMap<>();
    private volatile Fault fault = read -> {};

    /** Returns the offset at which {@code stored} was put. */
    long append(String blobId, byte[] stored) {
        ByteArrayOutputStream blob = blobs.computeIfAbsent(blobId, id -> new ByteArrayOutputStream());
        long offset = blob.size();
        blob.writeBytes(stored);
        return offset;
    }

    /** Makes every read from now on fail in this way, after it was recorded. */
    void fail(Fault with) {
        fault = with;
    }

    void heal() {
        fault = read -> {};
    }

    /** Makes every read from now on wait until the latch is open. */
    void holdBack(CountDownLatch gate) {
        holdBack(gate, 0);
    }

    /** The same; the latch that it returns opens when {@code readers} reads wait. */
    CountDownLatch holdBack(CountDownLatch gate, int readers) {
        CountDownLatch waiting = new CountDownLatch(readers);
        fault = read -> {
            waiting.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
        return waiting;
    }

    @Override
    public long length(String blobId) {
        return bytes(blobId).length;
    }

    @Override
    public ByteBuffer read(String blobId, long offset, int length) throws IOException {
        Read read = new Read(blobId, offset, length);
        reads.add(read);
        fault.strike(read);
        return ByteBuffer.wrap(bytes(blobId), Math.toIntExact(offset), length);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private byte[] bytes(String blobId) {
        ByteArrayOutputStream blob = blobs.get(blobId);
        if (blob == null) {
            throw new IllegalArgumentException("no blob " + blobId);
        }
        return blob.toByteArray();
    }
}
