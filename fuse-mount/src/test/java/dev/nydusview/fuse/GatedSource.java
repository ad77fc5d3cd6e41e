package dev.nydusview.fuse;

import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongPredicate;

/** Chunks of a real source, of which some are held back until they are let go, or fail until they are repaired. */
final class GatedSource implements ChunkSource {
    private static final int LIMIT_SECONDS = 20;

    private record Key(int blob, int index) {}

    private record Held(ChunkRef chunk, CompletableFuture<ByteBuffer> future) {}

    private final BuiltTree tree;

    // Guarded by this.
    private final Set<Key> gated = new HashSet<>();
    private final Set<Key> broken = new HashSet<>();
    private final Set<Key> asked = new HashSet<>();
    private final List<Held> held = new ArrayList<>();

    GatedSource(BuiltTree tree) {
        this.tree = tree;
    }

    /** Holds all chunks of a file back, at {@code path} such as {@code a/b}. */
    GatedSource hold(String path) throws IOException {
        return hold(path, offset -> true);
    }

    /** Holds those chunks of a file back whose offsets in the file {@code offsets} accepts. */
    synchronized GatedSource hold(String path, LongPredicate offsets) throws IOException {
        tree.chunks(path).stream()
                .filter(chunk -> offsets.test(chunk.fileOffset()))
                .map(GatedSource::key)
                .forEach(gated::add);
        return this;
    }

    /** Has all chunks of a file fail, as the damage of a blob does. */
    synchronized GatedSource damage(String path) throws IOException {
        tree.chunks(path).stream().map(GatedSource::key).forEach(broken::add);
        return this;
    }

    synchronized void repair() {
        broken.clear();
    }

    /** Delivers all that is held back, and holds nothing back from now on. */
    void letGo() {
        List<Held> waiting;
        synchronized (this) {
            gated.clear();
            waiting = List.copyOf(held);
            held.clear();
        }
        for (Held one : waiting) {
            var unused = tree.source().request(List.of(one.chunk)).get(0).whenComplete((bytes, failure) -> {
                if (failure == null) {
                    one.future.complete(bytes);
                } else {
                    one.future.completeExceptionally(failure);
                }
            });
        }
    }

    /** Waits until a chunk of each file has been asked for, whether held back or not. */
    synchronized void awaitAsked(String... paths) throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        for (String path : paths) {
            List<Key> wanted = tree.chunks(path).stream().map(GatedSource::key).toList();
            while (wanted.stream().noneMatch(asked::contains)) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new TimeoutException("nobody has asked for " + path + " in " + LIMIT_SECONDS + " seconds");
                }
                wait(left);
            }
        }
    }

    /** Tests whether a chunk of a file has been asked for. */
    synchronized boolean isAsked(String path) throws IOException {
        return tree.chunks(path).stream().map(GatedSource::key).anyMatch(asked::contains);
    }

    private static Key key(ChunkRef chunk) {
        return new Key(chunk.blobIndex(), chunk.index());
    }

    @Override
    public List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks) {
        return chunks.stream().map(this::request).toList();
    }

    private CompletableFuture<ByteBuffer> request(ChunkRef chunk) {
        synchronized (this) {
            asked.add(key(chunk));
            notifyAll();
            if (broken.contains(key(chunk))) {
                return CompletableFuture.failedFuture(new IOException("the chunk is damaged"));
            }
            if (gated.contains(key(chunk))) {
                CompletableFuture<ByteBuffer> future = new CompletableFuture<>();
                held.add(new Held(chunk, future));
                return future;
            }
        }
        return tree.source().request(List.of(chunk)).get(0);
    }

    @Override
    public void close() throws IOException {
        tree.source().close();
    }
}
