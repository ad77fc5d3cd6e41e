package dev.nydusview.chunkstore.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files of blobs of other images, of which the ones that were used last stay open. */
final class OtherBlobs implements Closeable {
    private static final int OPEN = 64;

    private final CacheLayout layout;
    private final Map<String, ChunkFiles> open = new LinkedHashMap<>(OPEN, 0.75f, true); // guarded by this
    private boolean closed; // guarded by this

    OtherBlobs(CacheLayout layout) {
        this.layout = layout;
    }

    /** Returns the files of a blob; null if it has no data, so that nothing is made for a blob that is gone. */
    synchronized @Nullable ChunkFiles files(String blobId) throws IOException {
        ChunkFiles known = open.get(blobId);
        if (known != null) {
            return known;
        }
        if (closed || !Files.isRegularFile(layout.data(blobId), LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        ChunkFiles opened = new ChunkFiles(layout, blobId, true);
        open.put(blobId, opened);
        if (open.size() > OPEN) {
            String eldest = open.keySet().iterator().next();
            closeIfAny(open.remove(eldest));
        }
        return opened;
    }

    private static void closeIfAny(@Nullable ChunkFiles files) throws IOException {
        if (files != null) {
            files.close();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (ChunkFiles files : open.values()) {
            files.close();
        }
        open.clear();
    }
}
