package dev.nydusview.rafs.chunk;

import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A read of a file whose chunks have been asked for. Safe for one thread at a time. */
public final class PendingRead {
    private final List<ChunkRef> chunks;
    private final List<CompletableFuture<ByteBuffer>> delivered;
    private final long offset;
    private final int length;
    private final ChunkObserver observer;
    private final long started = System.nanoTime();

    PendingRead(
            List<ChunkRef> chunks,
            List<CompletableFuture<ByteBuffer>> delivered,
            long offset,
            int length,
            ChunkObserver observer) {
        this.chunks = chunks;
        this.delivered = delivered;
        this.offset = offset;
        this.length = length;
        this.observer = observer;
    }

    /** Returns the bytes that {@link #finish} will write. */
    public int length() {
        return length;
    }

    /** Tests whether all chunks have arrived, or failed, so that {@link #finish} does not wait. */
    public boolean isDone() {
        for (CompletableFuture<ByteBuffer> chunk : delivered) {
            if (!chunk.isDone()) {
                return false;
            }
        }
        return true;
    }

    /** Runs {@code next} when {@link #isDone}: on this thread if that is so already, else on the one that delivers last. */
    public void whenDone(Runnable next) {
        if (isDone()) {
            next.run();
            return;
        }
        CompletableFuture<Void> last = CompletableFuture.allOf(delivered.toArray(CompletableFuture[]::new));
        CompletableFuture<Void> unused = last.whenComplete((none, failure) -> {
            try {
                observer.waited(System.nanoTime() - started);
            } finally {
                next.run(); // or the read would never be answered
            }
        });
    }

    /**
     * Waits for the chunks, and writes {@link #length} bytes to {@code target}.
     *
     * @return the bytes written
     * @throws IOException if a chunk cannot be delivered; then nothing of {@code target} is to be used
     */
    public int finish(ByteBuffer target) throws IOException {
        long position = offset;
        long end = offset + length;
        for (int i = 0; i < chunks.size(); i++) {
            ChunkRef chunk = chunks.get(i);
            ByteBuffer bytes = await(delivered.get(i));
            observer.delivered(chunk);
            position = zeroUpTo(Math.min(chunk.fileOffset(), end), position, target);
            int from = (int) (position - chunk.fileOffset());
            int count = (int) Math.min(end - position, chunk.size() - from);
            target.put(bytes.slice(from, count));
            position += count;
        }
        zeroUpTo(end, position, target);
        return length;
    }

    /** Waits for the chunks and drops them. */
    public void await() throws IOException {
        for (int i = 0; i < chunks.size(); i++) {
            await(delivered.get(i));
            observer.delivered(chunks.get(i));
        }
    }

    private static long zeroUpTo(long end, long position, ByteBuffer target) {
        zeros(target, end - position);
        return Math.max(position, end);
    }

    /** Writes {@code count} zeros, of what the file has no chunk for; none if it is negative. */
    static void zeros(ByteBuffer target, long count) {
        for (long i = 0; i < count; i++) {
            target.put((byte) 0);
        }
    }

    private ByteBuffer await(CompletableFuture<ByteBuffer> chunk) throws IOException {
        if (chunk.isDone()) {
            return arrived(chunk);
        }
        long start = System.nanoTime();
        try {
            return arrived(chunk);
        } finally {
            observer.waited(System.nanoTime() - start);
        }
    }

    private static ByteBuffer arrived(CompletableFuture<ByteBuffer> chunk) throws IOException {
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
