package dev.nydusview.chunkstore;

import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.StoredForm;

/** A chunk to fetch and the place where it is stored, both within bounds. */
record LocatedChunk(PendingChunk pending, String blobId, ChunkLocation location) {
    /**
     * Stored bytes.
     *
     * @param plainSize bytes that they make, if that is several chunks; else 0
     */
    record Stored(String blobId, long offset, int size, int plainSize) {}

    Stored stored() {
        int plainSize = location.form() instanceof StoredForm.Shared shared ? shared.plainSize() : 0;
        return new Stored(blobId, location.offset(), location.size(), plainSize);
    }

    int blobIndex() {
        return pending.chunk().blobIndex();
    }

    long offset() {
        return location.offset();
    }

    long end() {
        return location.offset() + location.size();
    }

    /** Tests whether other chunks come out of the same stored bytes: a batch, or what a zran context decompresses. */
    boolean isShared() {
        return location.form() instanceof StoredForm.Shared;
    }
}
