package dev.nydusview.check;

import dev.nydusview.check.finding.Findings;
import dev.nydusview.check.finding.Severity;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Fetches and verifies every chunk that a file uses, in the order in which blobs store them, so that neighbours are
 * fetched together. Several batches are under way at a time; a blob of which a whole batch fails, other than for
 * damage, is given up. What has been done so far may be asked from another thread.
 */
public final class DeepCheck {
    /** Decompressed bytes asked for at once. */
    private static final long BATCH_BYTES = 8 << 20;

    private static final int BATCHES = 6;

    private final ChunkSource source;
    private final ChunkCatalog catalog;
    private final BitSet skipped;
    private final ChunkFailures failures;
    private final Map<Integer, IOException> givenUp = new HashMap<>();
    private final AtomicLong chunks = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private int next;

    /** @param skipped positions in {@code catalog} of chunks that are known to be lost */
    public DeepCheck(RafsImage image, ChunkSource source, ChunkCatalog catalog, BitSet skipped, Findings findings) {
        this.source = source;
        this.catalog = catalog;
        this.skipped = skipped;
        this.failures = new ChunkFailures(image, findings, "chunk-data", catalog.uses());
    }

    /** Chunks that have arrived and are as they should be. */
    public long chunks() {
        return chunks.get();
    }

    /** Bytes in those chunks. */
    public long bytes() {
        return bytes.get();
    }

    private record Batch(List<ChunkRef> refs, List<CompletableFuture<ByteBuffer>> arrivals) {}

    /** Throws only if it is interrupted. */
    public void run() throws IOException {
        Deque<Batch> underWay = new ArrayDeque<>();
        do {
            while (next < catalog.count() && underWay.size() < BATCHES) {
                List<ChunkRef> refs = nextBatch();
                if (!refs.isEmpty()) {
                    underWay.add(new Batch(refs, source.request(refs)));
                }
            }
            settle(underWay.poll());
        } while (next < catalog.count() || !underWay.isEmpty());
        failures.report();
    }

    /** Chunks of one blob. */
    private List<ChunkRef> nextBatch() throws IOException {
        List<ChunkRef> refs = new ArrayList<>();
        int blobIndex = catalog.blobIndex(next);
        IOException reason = givenUp.get(blobIndex);
        if (reason != null) {
            int end = catalog.endOfBlob(next);
            failures.addAll(blobIndex, end - next, reason);
            next = end;
            return refs;
        }
        long wanted = 0;
        while (next < catalog.count() && catalog.blobIndex(next) == blobIndex && wanted < BATCH_BYTES) {
            if (!skipped.get(next)) {
                refs.add(catalog.ref(next));
                wanted += catalog.size(next);
            }
            next++;
        }
        return refs;
    }

    private void settle(@Nullable Batch batch) throws IOException {
        if (batch == null) {
            return;
        }
        int notHad = 0;
        IOException last = null;
        for (int i = 0; i < batch.refs.size(); i++) {
            ChunkRef chunk = batch.refs.get(i);
            IOException failure = failure(batch.arrivals.get(i));
            if (failure == null) {
                chunks.incrementAndGet();
                bytes.addAndGet(chunk.size());
            } else {
                failures.add(chunk, failure);
                notHad += Findings.severity(failure) == Severity.CORRUPT ? 0 : 1;
                last = failure;
            }
        }
        if (last != null && notHad == batch.refs.size()) {
            givenUp.put(batch.refs.get(0).blobIndex(), last);
        }
    }

    private static @Nullable IOException failure(CompletableFuture<ByteBuffer> arrival) throws IOException {
        try {
            arrival.get();
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a chunk", e);
        } catch (ExecutionException e) {
            return e.getCause() instanceof IOException cause
                    ? cause
                    : new IOException("a chunk could not be delivered: " + e.getCause(), e.getCause());
        }
    }
}
