package dev.nydusview.rafs.overlay;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.ChunkRef;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers that own the blobs of a merged image.
 *
 * @param ends for each layer the index after that of its last blob
 */
record LayerBlobs(List<Integer> ends) {
    static LayerBlobs of(List<RafsImage> images) {
        List<Integer> ends = new ArrayList<>();
        int blobs = 0;
        for (RafsImage image : images) {
            blobs += image.blobs().size();
            ends.add(blobs);
        }
        return new LayerBlobs(List.copyOf(ends));
    }

    /** Index of the layer that {@code chunk} of the merged image belongs to. */
    int layer(ChunkRef chunk) {
        int layer = 0;
        while (ends.get(layer) <= chunk.blobIndex()) {
            layer++;
        }
        return layer;
    }

    /** The chunk of the merged image as its layer knows it. */
    ChunkRef inner(ChunkRef chunk, int layer) {
        int firstBlob = layer == 0 ? 0 : ends.get(layer - 1);
        return Layer.inBlob(chunk, chunk.blobIndex() - firstBlob);
    }
}
