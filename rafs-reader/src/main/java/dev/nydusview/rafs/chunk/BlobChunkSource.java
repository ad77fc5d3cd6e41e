package dev.nydusview.rafs.chunk;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.blob.WholeBlobSource;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The simplest chunk source: reads and verifies each chunk on the thread that asks, and keeps nothing. */
public final class BlobChunkSource implements ChunkSource {
    private final List<BlobInfo> blobInfos;
    private final BlobSource blobs;
    private final ChunkLocator locator;
    private final ChunkDecoder decoder;

    public BlobChunkSource(RafsImage image, BlobSource blobs) {
        this.blobInfos = image.blobs();
        this.blobs = WholeBlobSource.around(blobs, image.blobs());
        this.locator = new ImageChunkLocator(image, new BlobMetaReader(Map.of(), blobs, image.bootstrapBlob()));
        this.decoder = new ChunkDecoder(image);
    }

    @Override
    public List<CompletableFuture<ByteBuffer>> request(List<ChunkRef> chunks) {
        return chunks.stream().map(this::request).toList();
    }

    private CompletableFuture<ByteBuffer> request(ChunkRef chunk) {
        try {
            ChunkLocation location = locator.locate(chunk);
            String blobId = blobInfos.get(chunk.blobIndex()).id();
            ByteBuffer stored = blobs.read(blobId, location.offset(), location.size());
            return CompletableFuture.completedFuture(decoder.decode(chunk, location, stored));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() throws IOException {
        blobs.close();
    }
}
