package dev.nydusview.rafs.chunk;

import dev.nydusview.rafs.BlobInfo;
import dev.nydusview.rafs.ChunkRef;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMeta;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.blob.ChunkLocation;
import dev.nydusview.rafs.blob.ChunkNeighbour;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Locates chunks of an image: from the bootstrap where it says so itself (v5), else through the blob's chunk index
 * (v6), which is read when the first chunk of a blob is asked for. A failed read is not remembered.
 */
public final class ImageChunkLocator implements ChunkLocator {
    private final List<LazyMeta> metas;

    public ImageChunkLocator(RafsImage image, BlobMetaReader reader) {
        this.metas =
                image.blobs().stream().map(blob -> new LazyMeta(blob, reader)).toList();
    }

    @Override
    public ChunkLocation locate(ChunkRef chunk) throws IOException {
        ChunkLocation stored = chunk.stored();
        return stored != null ? stored : metas.get(chunk.blobIndex()).get().locate(chunk);
    }

    @Override
    public List<ChunkNeighbour> neighbours(ChunkRef chunk) throws IOException {
        return chunk.stored() != null
                ? List.of()
                : metas.get(chunk.blobIndex()).get().neighbours(chunk);
    }

    /** The lock is held while the index is read, so that threads which need the same one read it once. */
    private static final class LazyMeta {
        private final BlobInfo blob;
        private final BlobMetaReader reader;
        private volatile @Nullable BlobMeta meta;

        LazyMeta(BlobInfo blob, BlobMetaReader reader) {
            this.blob = blob;
            this.reader = reader;
        }

        BlobMeta get() throws IOException {
            BlobMeta present = meta;
            return present != null ? present : load();
        }

        private synchronized BlobMeta load() throws IOException {
            BlobMeta loaded = meta;
            if (loaded == null) {
                loaded = reader.read(blob);
                meta = loaded;
            }
            return loaded;
        }
    }
}
