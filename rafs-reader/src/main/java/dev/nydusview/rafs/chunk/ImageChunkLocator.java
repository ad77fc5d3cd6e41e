package dev.nydusview.rafs.chunk;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.blob.ChunkIndex;
import dev.nydusview.rafs.blob.ChunkNeighbour;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.util.List;

/** Locates chunks of an image: by the bootstrap if it has the place (v5), otherwise by the blob's chunk index (v6). */
public final class ImageChunkLocator implements ChunkLocator {
    private final List<BlobInfo> blobs;
    private final List<ChunkIndex> indexes;

    public ImageChunkLocator(RafsImage image, BlobMetaReader reader) {
        this.blobs = image.blobs();
        this.indexes = blobs.stream().map(blob -> new ChunkIndex(blob, reader)).toList();
    }

    @Override
    public ChunkLocation locate(ChunkRef chunk) throws IOException {
        blobs.get(chunk.blobIndex()).requireData();
        ChunkLocation stored = chunk.stored();
        return stored != null ? stored : indexes.get(chunk.blobIndex()).locate(chunk);
    }

    @Override
    public List<ChunkNeighbour> neighbours(ChunkRef chunk) throws IOException {
        return chunk.stored() != null
                ? List.of()
                : indexes.get(chunk.blobIndex()).neighbours(chunk);
    }
}
