package dev.nydusview.chunkstore;

import dev.nydusview.rafs.BlobInfo;
import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.rafs.blob.ChunkLocation;
import dev.nydusview.rafs.layout.ChunkInfoLayout;
import java.util.List;

/** What a chunk may say of itself, checked before a byte is allocated or an offset added. */
record ChunkBounds(List<BlobInfo> blobs) {
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

    void check(ChunkRef chunk, ChunkLocation location) throws RafsFormatException {
        requireRange(chunk, "stored size", location.size(), 1, ChunkInfoLayout.MAX_STORED_SIZE);
        long lastOffset = BlobInfo.MAX_COMPRESSED_SIZE - location.size();
        requireRange(chunk, "stored offset", location.offset(), 0, lastOffset);
    }

    String blobId(ChunkRef chunk) {
        return blobs.get(chunk.blobIndex()).id();
    }

    /** How messages name a chunk that was checked. */
    String name(ChunkRef chunk) {
        return "chunk " + chunk.index() + " of blob " + blobId(chunk);
    }

    private void requireRange(ChunkRef chunk, String field, long value, long least, long most)
            throws RafsFormatException {
        if (value < least || value > most) {
            throw new RafsFormatException(
                    name(chunk) + ": " + field + " " + value + " is not between " + least + " and " + most);
        }
    }
}
