package dev.nydusview.chunkstore;

import dev.nydusview.base.DataException;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.layout.ChunkInfoLayout;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.RafsFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The places of an image's chunks in its blobs. All fields of chunks are checked here, before a byte is allocated or an
 * offset added.
 */
final class CheckedLocations {
    private final List<BlobInfo> blobs;
    private final ChunkLocator locator;

    CheckedLocations(List<BlobInfo> blobs, ChunkLocator locator) {
        this.blobs = blobs;
        this.locator = locator;
    }

    /** Throws for a chunk that the format does not allow. */
    void check(ChunkRef chunk) throws RafsFormatException {
        if (chunk.blobIndex() < 0 || chunk.blobIndex() >= blobs.size()) {
            throw new RafsFormatException("a chunk is in blob number " + chunk.blobIndex() + ", but the image has "
                    + blobs.size() + " blobs");
        }
        requireRange(chunk, "number", chunk.index(), 0, BlobInfo.MAX_CHUNK_COUNT - 1L);
        requireRange(chunk, "size", chunk.size(), 1, ChunkInfoLayout.MAX_CHUNK_SIZE);
        long lastOffset = BlobInfo.MAX_UNCOMPRESSED_SIZE - chunk.size();
        requireRange(chunk, "uncompressed offset", chunk.uncompressedOffset(), 0, lastOffset);
    }

    /**
     * The chunks of {@code wanted} that were located; the others are handed to {@code lost}. Locating may have to read
     * the chunk index of a blob, so a blob for which that failed is not tried again in the same call: the time-outs
     * would add up.
     */
    List<LocatedChunk> locate(List<PendingChunk> wanted, BiConsumer<PendingChunk, Throwable> lost) {
        List<LocatedChunk> located = new ArrayList<>(wanted.size());
        Map<Integer, IOException> unreachable = new HashMap<>();
        for (PendingChunk pending : wanted) {
            try {
                IOException before = unreachable.get(pending.chunk().blobIndex());
                if (before != null) {
                    throw before;
                }
                located.add(locate(pending));
            } catch (IOException e) {
                if (!(e instanceof DataException)) {
                    unreachable.put(pending.chunk().blobIndex(), e);
                }
                lost.accept(pending, e);
            } catch (RuntimeException | Error e) {
                lost.accept(pending, e);
            }
        }
        return located;
    }

    private LocatedChunk locate(PendingChunk pending) throws IOException {
        ChunkRef chunk = pending.chunk();
        ChunkLocation location = locator.locate(chunk);
        requireRange(chunk, "stored size", location.size(), 1, ChunkInfoLayout.MAX_STORED_SIZE);
        long lastOffset = BlobInfo.MAX_COMPRESSED_SIZE - location.size();
        requireRange(chunk, "stored offset", location.offset(), 0, lastOffset);
        return new LocatedChunk(pending, blobs.get(chunk.blobIndex()).id(), location);
    }

    private void requireRange(ChunkRef chunk, String field, long value, long least, long most)
            throws RafsFormatException {
        if (value < least || value > most) {
            throw new RafsFormatException("chunk " + chunk.index() + " of blob "
                    + blobs.get(chunk.blobIndex()).id() + ": " + field + " " + value + " is not between " + least
                    + " and " + most);
        }
    }
}
