package dev.nydusview.registry;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts bytes that were fetched from a source, registry or directory. Safe for concurrent use. */
public final class TransferMeter {
    private final LongAdder metadataBytes = new LongAdder();
    private volatile long bootstrapSize;
    private final LongAdder blobRequests = new LongAdder();
    private final LongAdder blobBytes = new LongAdder();
    private final Set<String> mirrors = ConcurrentHashMap.newKeySet();

    public void countMetadata(long bytes) {
        metadataBytes.add(bytes);
    }

    /** Notes that a bootstrap of {@code bytes}, as stored, is to be fetched. */
    public void expectBootstrap(long bytes) {
        bootstrapSize = bytes;
    }

    /** Bytes of the bootstrap, as stored; 0 while they are unknown. */
    public long bootstrapSize() {
        return bootstrapSize;
    }

    public void countBlobRequest() {
        blobRequests.increment();
    }

    public void countBlobBytes(long bytes) {
        blobBytes.add(bytes);
    }

    /** Counts an answer of a mirror at {@code host}. */
    public void countMirror(String host) {
        mirrors.add(host);
    }

    /** Hosts of the mirrors that answered in the registry's place, in alphabetical order. */
    public List<String> mirrors() {
        return mirrors.stream().sorted().toList();
    }

    /** Bytes of manifests and bootstrap layers. */
    public long metadataBytes() {
        return metadataBytes.sum();
    }

    /** Ranges of blobs that were asked for, repetitions included. */
    public long blobRequests() {
        return blobRequests.sum();
    }

    /** Bytes of blobs that arrived. */
    public long blobBytes() {
        return blobBytes.sum();
    }
}
