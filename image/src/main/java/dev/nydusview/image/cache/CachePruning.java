package dev.nydusview.image.cache;

import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CachedBlob;
import dev.nydusview.chunkstore.cache.CachedBlobs;
import dev.nydusview.chunkstore.cache.CachedStretch;
import dev.nydusview.linux.TreeRemoval;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Removal of what was used least recently from a cache that other processes may use meanwhile: stretches of blobs,
 * bootstraps, unpacked images that are not in use, and documents. A mount that needs a removed stretch fetches it again.
 */
public final class CachePruning {
    private final CacheLayout layout;
    private final CacheCatalog catalog;
    private final CachedBlobs blobs;
    private final ImageStore images;

    private int stretches;
    private int bootstraps;
    private int unpacked;
    private long bytes;

    public CachePruning(CacheLayout layout) {
        this.layout = layout;
        this.catalog = new CacheCatalog(layout);
        this.blobs = new CachedBlobs(layout);
        this.images = ImageStore.of(layout);
    }

    private interface Removal {
        /** Returns the bytes that were given up. */
        long run() throws IOException;
    }

    private record Item(Instant lastUsed, Removal removal) {}

    /**
     * Removes what was last used before {@code oldest}, and then what was used least recently until the rest takes at most
     * {@code size} bytes on disk.
     *
     * @throws IOException if the root was not made by nydusview, or others may change what is in it
     */
    public PrunedCache prune(Instant oldest, long size) throws IOException {
        if (!catalog.requireOurs("pruned")) {
            return new PrunedCache(0, 0, 0, 0, 0, 0);
        }
        long left = catalog.blobs().stream().mapToLong(CachedBlob::bytes).sum();
        List<Item> items = new ArrayList<>();
        for (CachedStretch stretch : blobs.stretches()) {
            items.add(new Item(stretch.lastUsed(), () -> remove(stretch)));
        }
        for (CachedBootstrap bootstrap : catalog.bootstraps()) {
            left += bootstrap.bytes();
            items.add(new Item(bootstrap.lastUsed(), () -> remove(bootstrap)));
        }
        for (CachedImage image : catalog.images()) {
            left += image.bytes();
            items.add(new Item(image.lastUsed(), () -> remove(image)));
        }
        items.sort(Comparator.comparing(Item::lastUsed));
        for (Item item : items) {
            if (left > size || item.lastUsed.isBefore(oldest)) {
                long freed = item.removal.run();
                bytes += freed;
                left -= freed;
            }
        }
        int documents =
                new KnownManifests(layout).removeBefore(oldest) + new RememberedReads(layout).removeBefore(oldest);
        return new PrunedCache(stretches, bootstraps, unpacked, documents, bytes, left);
    }

    private long remove(CachedStretch stretch) throws IOException {
        long freed = blobs.giveUp(stretch);
        stretches += freed > 0 ? 1 : 0;
        return freed;
    }

    private long remove(CachedBootstrap bootstrap) throws IOException {
        TreeRemoval.remove(layout.bootstraps().resolve(bootstrap.name()));
        bootstraps++;
        return bootstrap.bytes();
    }

    private long remove(CachedImage image) throws IOException {
        Path directory = layout.images().resolve(image.name());
        if (!images.removeUnused(directory)) {
            return 0;
        }
        unpacked++;
        return image.bytes();
    }
}
