package dev.nydusview.registry.blob;

import java.util.concurrent.atomic.LongAdder;

/** Counts what is read of data blobs. */
public final class BlobCounters {
    private final LongAdder requests = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    void add(long count) {
        requests.increment();
        bytes.add(count);
    }

    public long requests() {
        return requests.sum();
    }

    public long bytes() {
        return bytes.sum();
    }
}
