package dev.nydusview.chunkstore;

import dev.nydusview.rafs.blob.ChunkLocation;
import dev.nydusview.rafs.blob.StoredForm;

/** A chunk to fetch and where it is stored, both within bounds. */
record LocatedChunk(Flight flight, ChunkLocation location) {
    int blobIndex() {
        return flight.chunk().blobIndex();
    }

    long offset() {
        return location.offset();
    }

    /** Whether other chunks come out of the same stored bytes. */
    boolean isShared() {
        return location.form() instanceof StoredForm.Shared;
    }

    long end() {
        return location.offset() + location.size();
    }
}
