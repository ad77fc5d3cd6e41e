package dev.nydusview.scan.profile;

import dev.nydusview.rafs.chunk.ChunkObserver;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.model.ChunkRef;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A source that records what it is asked to fetch ahead. */
final class RecordedPrefetches implements ChunkSource {
    private final BlockingQueue<Prefetch> asked = new LinkedBlockingQueue<>();

    record Prefetch(List<ChunkRef> chunks, long budget, ChunkObserver observer, CompletableFuture<Void> end) {}

    BlockingQueue<Prefetch> asked() {
        return asked;
    }

    Prefetch next() throws InterruptedException {
        return Objects.requireNonNull(asked.poll(20, TimeUnit.SECONDS), "nothing was asked for");
    }

    @Override
    public CompletableFuture<Void> prefetch(List<ChunkRef> chunks, long budget, ChunkObserver observer) {
        Prefetch prefetch = new Prefetch(chunks, budget, observer, new CompletableFuture<>());
        asked.add(prefetch);
        return prefetch.end;
    }

    @Override
    public List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks) {
        throw new AssertionError("nobody reads");
    }

    @Override
    public void close() {}
}
