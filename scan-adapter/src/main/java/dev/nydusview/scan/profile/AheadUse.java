package dev.nydusview.scan.profile;

import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.chunk.ChunkObserver;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** Stored bytes that were fetched ahead, and those of them that readers were given then. Safe for concurrent use. */
final class AheadUse implements ChunkObserver {
    /** Places of chunks that were not used yet; of further ones it is not known whether they are. */
    private static final int MAX_UNUSED = 1 << 17;

    /** Bits of an offset in a blob. */
    private static final int OFFSET_BITS = 44;

    private final ChunkLocator locator;
    private final LongAdder fetched = new LongAdder();
    private final LongAdder used = new LongAdder();
    private final Set<Long> unused = new HashSet<>(); // guarded by itself
    private final LongConsumer further;
    private volatile boolean waiting;

    AheadUse(ChunkLocator locator) {
        this(locator, bytes -> {});
    }

    /** @param further is told the bytes of each fetch, too */
    AheadUse(ChunkLocator locator, LongConsumer further) {
        this.locator = locator;
        this.further = further;
    }

    @Override
    public void fetched(long bytes) {
        fetched.add(bytes);
        further.accept(bytes);
    }

    @Override
    public void fetchingAhead(ChunkRef chunk, ChunkLocation there) {
        synchronized (unused) {
            if (unused.size() < MAX_UNUSED) {
                unused.add(place(chunk, there));
                waiting = true;
            }
        }
    }

    /** Notes that a reader was given {@code chunk}; returns whether it was fetched ahead, and is used for the first time. */
    boolean use(ChunkRef chunk) {
        if (!waiting) {
            return false;
        }
        try {
            ChunkLocation there = locator.locate(chunk);
            synchronized (unused) {
                if (!unused.remove(place(chunk, there))) {
                    return false;
                }
                waiting = !unused.isEmpty();
            }
            used.add(there.size());
            return true;
        } catch (IOException e) {
            return false; // it was not fetched either
        }
    }

    /** Tests whether anything was fetched that was not used yet. */
    boolean isWaiting() {
        return waiting;
    }

    private static long place(ChunkRef chunk, ChunkLocation there) {
        return (long) chunk.blobIndex() << OFFSET_BITS | there.offset();
    }

    long fetchedBytes() {
        return fetched.sum();
    }

    long usedBytes() {
        return used.sum();
    }
}
