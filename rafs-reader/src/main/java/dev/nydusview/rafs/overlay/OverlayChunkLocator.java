package dev.nydusview.rafs.overlay;

import dev.nydusview.rafs.blob.ChunkNeighbour;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.model.ChunkLocation;
import dev.nydusview.rafs.model.ChunkRef;
import java.io.IOException;
import java.util.List;

/** Asks each layer's own locator for the chunks of its blobs. */
final class OverlayChunkLocator implements ChunkLocator {
    private final LayerBlobs blobs;
    private final List<ChunkLocator> locators;

    OverlayChunkLocator(LayerBlobs blobs, List<ChunkLocator> locators) {
        this.blobs = blobs;
        this.locators = List.copyOf(locators);
    }

    @Override
    public ChunkLocation locate(ChunkRef chunk) throws IOException {
        int layer = blobs.layer(chunk);
        return locators.get(layer).locate(blobs.inner(chunk, layer));
    }

    @Override
    public List<ChunkNeighbour> neighbours(ChunkRef chunk) throws IOException {
        int layer = blobs.layer(chunk);
        return locators.get(layer).neighbours(blobs.inner(chunk, layer));
    }
}
