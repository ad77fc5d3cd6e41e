package dev.nydusview.image.cache;

import dev.nydusview.chunkstore.cache.CacheLog;
import dev.nydusview.chunkstore.cache.ChunkCache;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes faults of the cache to the log. */
public final class LoggedCache implements CacheLog {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkCache.class);

    @Override
    public void unwritable(String warning) {
        LOG.warn(warning);
    }

    @Override
    public void unreadable(String blobId, int chunk, IOException reason) {
        LOG.debug("chunk {} of blob {} cannot be read from the cache", chunk, blobId, reason);
    }
}
