package dev.nydusview.image.cache;

import dev.nydusview.base.Sha256;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CachedBlob;
import dev.nydusview.chunkstore.cache.CachedBlobs;
import dev.nydusview.chunkstore.cache.CachedWholeBlobs;
import dev.nydusview.chunkstore.cache.ChunkCache;
import dev.nydusview.image.bootstrap.BootstrapStore;
import dev.nydusview.image.bootstrap.UnpackedBootstrap;
import dev.nydusview.linux.TreeRemoval;
import dev.nydusview.rafs.RafsImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares everything in a cache with the digests that are known, and removes what differs: documents and bootstraps by
 * their names, chunks by the bootstraps. Other processes may use the cache meanwhile. Unpacked images are not read: they
 * are compared with their records at each use.
 */
public final class CacheVerification {
    private final CacheLayout layout;
    private final CacheCatalog catalog;
    private final BootstrapStore store;
    private final List<DamagedItem> damaged = new ArrayList<>();
    private long bootstraps;

    public CacheVerification(CacheLayout layout) {
        this.layout = layout;
        this.catalog = new CacheCatalog(layout);
        this.store = new BootstrapStore(layout);
    }

    /**
     * Verifies everything once.
     *
     * @throws IOException if the root was not made by nydusview, or others may change what is in it
     */
    public VerifiedCache verify() throws IOException {
        if (!catalog.requireOurs("verified")) {
            return new VerifiedCache(0, 0, 0, 0, List.of());
        }
        long documents =
                new KnownManifests(layout).verify(name -> damaged.add(new DamagedItem("document", name, 0, 0, 0)));
        new RememberedReads(layout).verify(name -> damaged.add(new DamagedItem("record of reads", name, 0, 0, 0)));
        new CachedWholeBlobs(layout, 0).verify(name -> damaged.add(new DamagedItem("whole blob", name, 0, 0, 0)));
        long present;
        long verified;
        try (ChunkCache cache = ChunkCache.inspected(layout)) {
            CachedChunkCheck chunks = new CachedChunkCheck(cache);
            for (CachedBootstrap bootstrap : catalog.bootstraps()) {
                RafsImage image = image(bootstrap.name());
                if (image != null) {
                    chunks.check(image);
                }
            }
            damaged.addAll(chunks.removeDamaged());
            verified = chunks.verified();
            present = new CachedBlobs(layout)
                    .list().stream().mapToLong(CachedBlob::chunks).sum();
        }
        return new VerifiedCache(documents, bootstraps, verified, Math.max(0, present - verified), damaged);
    }

    /** Returns the image of a bootstrap; null if that is unfinished, or was removed because it is damaged. */
    private @Nullable RafsImage image(String name) throws IOException {
        if (!Sha256.isHex(name)) {
            return null; // of a process that is writing it, or was killed
        }
        UnpackedBootstrap unpacked = store.cached(new Sha256(name));
        if (unpacked == null) {
            TreeRemoval.remove(layout.bootstraps().resolve(name));
            damaged.add(new DamagedItem("bootstrap", name, 0, 0, 0));
            return null;
        }
        bootstraps++;
        try {
            return RafsImage.open(unpacked.bootstrap());
        } catch (IOException e) {
            return null; // an image that was fetched whole and cannot be read
        }
    }
}
