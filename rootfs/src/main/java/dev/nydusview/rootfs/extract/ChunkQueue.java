package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.InodeTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Queue of the chunks of files, in the order in which the files are added. Chunks are requested in batches across
 * files, several batches before they are needed, so that neighbours are fetched together.
 */
final class ChunkQueue {
    /** Bytes of chunks in one request. */
    private static final long BATCH = 8L << 20;

    /** Bytes requested and not yet taken: as much as decoded chunks may occupy. */
    private static final long WINDOW = 4 * BATCH;

    private final InodeTree tree;
    private final ChunkSource source;
    private final EarlierChunks earlier;
    private final Deque<ChunkCursor> waiting = new ArrayDeque<>();
    private final Deque<Request> requested = new ArrayDeque<>();
    private long waitingBytes;
    private long requestedBytes;

    ChunkQueue(InodeTree tree, ChunkSource source, EarlierChunks earlier) {
        this.tree = tree;
        this.source = source;
        this.earlier = earlier;
    }

    /** A chunk that has been requested. */
    private record Request(
            ChunkCursor file, long size, @Nullable ChunkRef chunk, CompletableFuture<ByteBuffer> bytes) {}

    /** A chunk that has arrived. */
    record Chunk(long offset, ByteBuffer bytes) {}

    void add(ChunkCursor file) {
        if (file.size() > 0) {
            waiting.add(file);
            waitingBytes += Math.min(BATCH, file.size());
        }
    }

    /** Tests whether the next batch is not full yet. */
    boolean wantsFiles() {
        return waitingBytes < BATCH && requestedBytes < WINDOW;
    }

    /**
     * Requests the next batch if there is room for it.
     *
     * @param more whether further files are to come: a small batch then waits until little else is under way
     * @return whether a batch was requested
     */
    boolean request(boolean more) {
        boolean worthwhile = !more || waitingBytes >= BATCH || requestedBytes <= waitingBytes;
        if (waiting.isEmpty() || requestedBytes + BATCH > WINDOW || !worthwhile) {
            return false;
        }
        requestBatch();
        return true;
    }

    private void requestBatch() {
        List<ChunkRef> chunks = new ArrayList<>();
        List<ChunkCursor> owners = new ArrayList<>();
        long bytes = 0;
        while (bytes < BATCH && !waiting.isEmpty()) {
            ChunkCursor file = waiting.remove();
            waitingBytes -= Math.min(BATCH, file.remaining());
            try {
                for (ChunkRef chunk : file.advance(tree, BATCH - bytes)) {
                    chunks.add(chunk);
                    owners.add(file);
                    bytes += chunk.size();
                }
            } catch (IOException e) {
                send(chunks, owners);
                fail(file, e);
                return;
            }
            if (file.remaining() > 0) {
                waiting.push(file);
                waitingBytes += Math.min(BATCH, file.remaining());
            }
        }
        send(chunks, owners);
    }

    private void send(List<ChunkRef> chunks, List<ChunkCursor> owners) {
        List<@Nullable ByteBuffer> there = new ArrayList<>();
        List<ChunkRef> missing = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            ByteBuffer bytes = earlier.find(owners.get(i), chunks.get(i));
            there.add(bytes);
            if (bytes == null) {
                missing.add(chunks.get(i));
            }
        }
        Iterator<CompletableFuture<ByteBuffer>> arriving =
                source.request(missing).iterator();
        for (int i = 0; i < chunks.size(); i++) {
            ChunkRef chunk = chunks.get(i);
            ByteBuffer bytes = there.get(i);
            requested.add(new Request(
                    owners.get(i),
                    chunk.size(),
                    chunk,
                    bytes == null ? arriving.next() : CompletableFuture.completedFuture(bytes)));
            requestedBytes += chunk.size();
        }
    }

    private void fail(ChunkCursor file, IOException failure) {
        file.end();
        requested.add(new Request(file, 0, null, CompletableFuture.failedFuture(failure)));
    }

    /** Takes the next chunk of {@code file}, the first file that is not done; null if it does not have more. */
    @Nullable
    Chunk take(ChunkCursor file) throws IOException {
        while (waiting.peek() == file && (requested.isEmpty() || requested.peek().file != file)) {
            requestBatch();
        }
        Request next = requested.peek();
        if (next == null || next.file != file) {
            return null;
        }
        requested.remove();
        requestedBytes -= next.size;
        ByteBuffer bytes = await(next.bytes);
        ChunkRef chunk = next.chunk;
        return chunk == null ? null : new Chunk(chunk.fileOffset(), bytes);
    }

    private static ByteBuffer await(CompletableFuture<ByteBuffer> chunk) throws IOException {
        try {
            return chunk.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a chunk", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException("a chunk could not be delivered: " + e.getCause(), e.getCause());
        }
    }
}
