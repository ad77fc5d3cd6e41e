package dev.nydusview.rafs.overlay;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.PrefetchTable;
import dev.nydusview.rafs.model.Superblock;
import java.util.ArrayList;
import java.util.List;

/** Makes one image of several. */
public final class Overlay {
    private Overlay() {}

    /**
     * Merges {@code images}, the lowest first, by laying each over those before it: whiteouts of OCI layers and of
     * overlayfs hide what is below them, and are not seen themselves. The superblock is that of the highest, except for
     * the number of inodes; the prefetch table is empty.
     */
    public static RafsImage of(List<RafsImage> images) {
        List<Layer> layers = new ArrayList<>();
        List<BlobInfo> blobs = new ArrayList<>();
        long inodes = 0;
        for (RafsImage image : images) {
            layers.add(new Layer(layers.size(), image.tree(), blobs.size()));
            image.blobs().forEach(blob -> blobs.add(blob.withIndex(blobs.size())));
            inodes += image.superblock().inodesCount();
        }
        OverlayTree tree = new OverlayTree(layers);
        Superblock top = images.get(images.size() - 1).superblock();
        return new RafsImage(top.with(inodes, tree.root()), List.copyOf(blobs), tree, PrefetchTable.EMPTY, null);
    }

    /** Delivers the chunks of {@link #of} the same {@code images} from the source of each, and closes these. */
    public static ChunkSource chunks(List<RafsImage> images, List<ChunkSource> sources) {
        return new OverlayChunkSource(LayerBlobs.of(images), sources);
    }

    /**
     * Returns a locator for the chunks of {@link #of} the same {@code images}, which asks the locator of the chunk's
     * layer.
     */
    public static ChunkLocator locator(List<RafsImage> images, List<ChunkLocator> locators) {
        return new OverlayChunkLocator(LayerBlobs.of(images), locators);
    }
}
