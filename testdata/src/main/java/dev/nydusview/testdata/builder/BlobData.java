package dev.nydusview.testdata.builder;

import java.util.List;

/** The chunks of a blob: as stored, one after the other, and as uncompressed at their addresses. */
final class BlobData {
    private final byte[] stored;
    private final byte[] addressSpace;
    private final List<StoredChunk> chunks;
    private final List<Batch> batches;

    BlobData(byte[] stored, byte[] addressSpace, List<StoredChunk> chunks, List<Batch> batches) {
        this.stored = stored;
        this.addressSpace = addressSpace;
        this.chunks = List.copyOf(chunks);
        this.batches = List.copyOf(batches);
    }

    byte[] stored() {
        return stored;
    }

    byte[] addressSpace() {
        return addressSpace;
    }

    List<StoredChunk> chunks() {
        return chunks;
    }

    List<Batch> batches() {
        return batches;
    }
}
