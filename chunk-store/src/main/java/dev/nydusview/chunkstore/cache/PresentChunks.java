package dev.nydusview.chunkstore.cache;

import dev.nydusview.rafs.model.BlobInfo;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A set of numbers of chunks: a bit each, in pages that are made when they are needed. */
final class PresentChunks {
    private static final int PAGE = 1 << 16;

    private final AtomicReferenceArray<@Nullable AtomicLongArray> pages =
            new AtomicReferenceArray<>(BlobInfo.MAX_CHUNK_COUNT / PAGE);

    boolean contains(int index) {
        AtomicLongArray page = pages.get(index / PAGE);
        return page != null && (page.get(index % PAGE / Long.SIZE) & 1L << index) != 0;
    }

    void remove(int index) {
        AtomicLongArray page = pages.get(index / PAGE);
        if (page != null) {
            page.getAndUpdate(index % PAGE / Long.SIZE, bits -> bits & ~(1L << index));
        }
    }

    void clear() {
        for (int i = 0; i < pages.length(); i++) {
            pages.set(i, null);
        }
    }

    void add(int index) {
        AtomicLongArray page = pages.updateAndGet(
                index / PAGE, known -> known == null ? new AtomicLongArray(PAGE / Long.SIZE) : known);
        page.getAndUpdate(index % PAGE / Long.SIZE, bits -> bits | 1L << index);
    }
}
