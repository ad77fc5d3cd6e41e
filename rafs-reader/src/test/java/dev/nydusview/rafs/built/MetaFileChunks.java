package dev.nydusview.rafs.built;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.chunk.ChunkDecoder;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.chunk.ImageChunkLocator;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Chunks of an image, each read separately, located by the chunk indexes beside the bootstrap. */
final class MetaFileChunks implements ChunkSource {
    private final RafsImage image;
    private final BlobSource blobs;
    private final ChunkLocator locator;

    MetaFileChunks(RafsImage image, BlobSource blobs, BlobMetaReader metas) {
        this.image = image;
        this.blobs = blobs;
        this.locator = new ImageChunkLocator(image, metas);
    }

    @Override
    public List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks) {
        return chunks.stream().map(this::request).toList();
    }

    private CompletableFuture<ByteBuffer> request(ChunkRef chunk) {
        try {
            ChunkLocation at = locator.locate(chunk);
            ByteBuffer stored = blobs.read(image.blobs().get(chunk.blobIndex()).id(), at.offset(), at.size());
            return CompletableFuture.completedFuture(new ChunkDecoder(image).decode(chunk, at, stored));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() throws IOException {
        blobs.close();
    }
}
