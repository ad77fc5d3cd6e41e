package dev.nydusview.inspect.report;

import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRecord;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.StoredForm;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the places of chunks: from the bootstrap, or from the chunk index of blobs whose stored bytes several chunks
 * share; if that index is not available, the places stay unknown.
 */
final class ChunkExtents {
    private final List<BlobInfo> blobs;
    private final @Nullable ChunkLocator locator;
    private final Map<Integer, String> unknown = new TreeMap<>();

    ChunkExtents(List<BlobInfo> blobs, @Nullable ChunkLocator locator) {
        this.blobs = blobs;
        this.locator = locator;
    }

    /** Returns the place of a chunk; null if it is unknown, or lies in no blob. */
    @Nullable
    ChunkExtent of(ChunkRecord record) {
        ChunkRef chunk = record.chunk();
        BlobInfo blob = blobs.get(chunk.blobIndex());
        if (blob.has(BlobFeature.ZRAN) || blob.has(BlobFeature.BATCH)) {
            return unknown.containsKey(blob.index()) ? null : located(chunk, blob.index());
        }
        ChunkLocation stored = chunk.stored();
        return stored == null
                ? inBlob(record.storedOffset(), record.storedSize(), record.storedSize())
                : inBlob(stored.offset(), stored.size(), stored.size());
    }

    private @Nullable ChunkExtent located(ChunkRef chunk, int blob) {
        if (locator == null) {
            unknown.put(blob, "its chunk index was not read");
            return null;
        }
        try {
            ChunkLocation location = locator.locate(chunk);
            long share = location.form() instanceof StoredForm.Shared shared
                    ? Math.round((double) location.size() * chunk.size() / shared.plainSize())
                    : location.size();
            return inBlob(location.offset(), location.size(), share);
        } catch (IOException e) {
            unknown.put(blob, DisplayText.message(e));
            return null;
        }
    }

    private static @Nullable ChunkExtent inBlob(long offset, long size, long share) {
        boolean inside = offset >= 0 && offset <= BlobInfo.MAX_COMPRESSED_SIZE && size > 0;
        return inside ? new ChunkExtent(offset, size, share) : null;
    }

    /** Returns the reasons why not all places in a blob are known, by blob index. */
    Map<Integer, String> unknown() {
        return unknown;
    }
}
