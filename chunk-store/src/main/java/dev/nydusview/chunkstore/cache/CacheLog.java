package dev.nydusview.chunkstore.cache;

import java.io.IOException;

/** Receives faults of the cache that do not fail a read. Called on any thread. */
public interface CacheLog {
    /** A log that ignores everything. */
    CacheLog NONE = new CacheLog() {
        @Override
        public void unwritable(String warning) {}

        @Override
        public void unreadable(String blobId, int chunk, IOException reason) {}
    };

    /**
     * Reports once for each {@link ChunkCache} that the cache cannot be written, so that nothing more is stored.
     *
     * @param warning one line for the user, with the remedy
     */
    void unwritable(String warning);

    /** A chunk is in the cache and cannot be read, so that it counts as absent. */
    void unreadable(String blobId, int chunk, IOException reason);
}
