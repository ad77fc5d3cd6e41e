package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.InodeTree;
import dev.nydusview.rafs.chunk.ChunkSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of files, in the order in which the files are added. They are asked for in batches across files, so that
 * what lies together is fetched together, several batches before they are needed.
 */
final class ChunkFeed {
    /** Bytes of chunks in one request. */
    private static final long BATCH = 8L << 20;

    /** Bytes asked for and not yet taken: what decoded chunks may occupy. */
    private static final long WINDOW = 4 * BATCH;

    private final InodeTree tree;
    private final ChunkSource source;
    private final Deque<FileData> waiting = new ArrayDeque<>();
    private final Deque<Arrival> asked = new ArrayDeque<>();
    private long waitingBytes;
    private long askedBytes;

    ChunkFeed(InodeTree tree, ChunkSource source) {
        this.tree = tree;
        this.source = source;
    }

    /** A chunk that has been asked for. */
    private record Arrival(FileData file, long size, @Nullable ChunkRef chunk, CompletableFuture<ByteBuffer> bytes) {}

    /** A chunk that has arrived. */
    record Chunk(long offset, ByteBuffer bytes) {}

    void add(FileData file) {
        if (file.size() > 0) {
            waiting.add(file);
            waitingBytes += Math.min(BATCH, file.size());
        }
    }

    /** Whether the next batch is not full yet. */
    boolean wantsFiles() {
        return waitingBytes < BATCH && askedBytes < WINDOW;
    }

    /**
     * Asks for the next batch if there is room for it.
     *
     * @param more whether further files are to come: a small batch then waits until little else is under way
     * @return whether it has asked
     */
    boolean ask(boolean more) {
        boolean worthwhile = !more || waitingBytes >= BATCH || askedBytes <= waitingBytes;
        if (waiting.isEmpty() || askedBytes + BATCH > WINDOW || !worthwhile) {
            return false;
        }
        askOnce();
        return true;
    }

    private void askOnce() {
        List<ChunkRef> chunks = new ArrayList<>();
        List<FileData> owners = new ArrayList<>();
        long bytes = 0;
        while (bytes < BATCH && !waiting.isEmpty()) {
            FileData file = waiting.remove();
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

    private void send(List<ChunkRef> chunks, List<FileData> owners) {
        List<CompletableFuture<ByteBuffer>> arriving = source.request(chunks);
        for (int i = 0; i < chunks.size(); i++) {
            ChunkRef chunk = chunks.get(i);
            asked.add(new Arrival(owners.get(i), chunk.size(), chunk, arriving.get(i)));
            askedBytes += chunk.size();
        }
    }

    private void fail(FileData file, IOException failure) {
        file.abandon();
        asked.add(new Arrival(file, 0, null, CompletableFuture.failedFuture(failure)));
    }

    /** Takes the next chunk of {@code file}, which is the first file that is not done; null if it has no more. */
    @Nullable
    Chunk take(FileData file) throws IOException {
        while (waiting.peek() == file && (asked.isEmpty() || asked.peek().file != file)) {
            askOnce();
        }
        Arrival next = asked.peek();
        if (next == null || next.file != file) {
            return null;
        }
        asked.remove();
        askedBytes -= next.size;
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
