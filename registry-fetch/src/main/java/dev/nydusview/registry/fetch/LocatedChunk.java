package dev.nydusview.registry.fetch;

import dev.nydusview.rafs.blob.ChunkLocation;

/** A chunk to fetch and where it is stored, both within bounds. */
record LocatedChunk(Flight flight, ChunkLocation location) {
    int blobIndex() {
        return flight.chunk().blobIndex();
    }

    long offset() {
        return location.offset();
    }

    long end() {
        return location.offset() + location.size();
    }
}
