package dev.nydusview.image.cache;

import dev.nydusview.base.Sha256;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CachedBlob;
import dev.nydusview.chunkstore.cache.CachedBlobs;
import dev.nydusview.chunkstore.cache.CachedStretch;
import dev.nydusview.chunkstore.cache.StretchSet;
import dev.nydusview.image.bootstrap.BootstrapStore;
import dev.nydusview.image.bootstrap.UnpackedBootstrap;
import dev.nydusview.linux.TreeRemoval;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.walk.FileChunks;
import dev.nydusview.rafs.walk.TreeWalk;
import dev.nydusview.registry.NotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Removal of images, and of what was used least recently, from a cache that other processes may use meanwhile: stretches of blobs,
 * bootstraps, unpacked images that are not in use, and documents. A mount that needs a removed stretch fetches it again.
 */
public final class CachePruning {
    private final CacheLayout layout;
    private final CacheCatalog catalog;
    private final CachedBlobs blobs;
    private final ImageStore images;
    private final BootstrapStore store;

    private int stretches;
    private int bootstraps;
    private int unpacked;
    private int documents;
    private long bytes;

    public CachePruning(CacheLayout layout) {
        this.layout = layout;
        this.catalog = new CacheCatalog(layout);
        this.blobs = new CachedBlobs(layout);
        this.images = ImageStore.of(layout);
        this.store = new BootstrapStore(layout);
    }

    private interface Removal {
        /** Returns the bytes that were given up. */
        long run() throws IOException;
    }

    private record Item(Instant lastUsed, Removal removal) {}

    /**
     * Removes what only the images {@code names} have, then what was last used before {@code oldest}, and then what was used
     * least recently until the rest takes at most {@code size} bytes on disk.
     *
     * @param names as {@link CacheCatalog#references} has them
     * @throws NotFoundException if the cache does not know one of the names; nothing is removed then
     * @throws IOException if the root was not made by nydusview, or others may change what is in it
     */
    public PrunedCache prune(Set<String> names, Instant oldest, long size) throws IOException {
        boolean filled = catalog.requireOurs("pruned");
        if (!names.isEmpty()) {
            removeImages(names);
        }
        if (!filled) {
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
        documents += new KnownManifests(layout).removeBefore(oldest) + new RememberedReads(layout).removeBefore(oldest);
        return new PrunedCache(stretches, bootstraps, unpacked, documents, bytes, left);
    }

    private void removeImages(Set<String> names) throws IOException {
        KnownManifests known = new KnownManifests(layout);
        Set<Sha256> removed = new HashSet<>();
        Set<Sha256> kept = new HashSet<>();
        Set<String> missing = new TreeSet<>(names);
        for (CachedReference reference : known.references()) {
            Sha256 digest = Sha256.parse(reference.digest());
            if (digest != null) {
                boolean wanted = names.contains(reference.name());
                (wanted ? removed : kept).add(digest);
                missing.remove(reference.name());
            }
        }
        if (!missing.isEmpty()) {
            throw new NotFoundException(
                    String.join(", ", missing) + " is not in the cache; `nydusview cache ls` lists the names that are");
        }
        ImageParts parts = ImageParts.of(known.documents(), removed, kept);
        removeBlobs(parts);
        for (CachedBootstrap bootstrap : catalog.bootstraps()) {
            if (parts.layers().contains(bootstrap.name())) {
                bytes += remove(bootstrap);
            }
        }
        for (CachedImage image : catalog.images()) {
            if (parts.documents().contains(new Sha256(image.name()))) {
                bytes += remove(image);
            }
        }
        for (String name : names) {
            documents += known.forget(name) ? 1 : 0;
        }
        for (Sha256 document : parts.documents()) {
            documents += known.remove(document) ? 1 : 0;
        }
    }

    /** Gives up stretches of blobs in which only the image has chunks. */
    private void removeBlobs(ImageParts parts) throws IOException {
        StretchSet own = new StretchSet(layout);
        StretchSet others = new StretchSet(layout);
        parts.layers().forEach(own::addAll);
        for (CachedBootstrap bootstrap : catalog.bootstraps()) {
            StretchSet set = parts.layers().contains(bootstrap.name()) ? own : others;
            addChunks(bootstrap, set);
        }
        for (CachedStretch stretch : blobs.stretches()) {
            if (own.contains(stretch) && !others.contains(stretch)) {
                bytes += remove(stretch);
            }
        }
    }

    private void addChunks(CachedBootstrap bootstrap, StretchSet stretches) {
        UnpackedBootstrap unpacked = Sha256.isHex(bootstrap.name()) ? store.cached(new Sha256(bootstrap.name())) : null;
        if (unpacked == null) {
            return;
        }
        try {
            RafsImage image = RafsImage.open(unpacked.bootstrap());
            int chunkSize = image.superblock().chunkSize();
            TreeWalk.readable(image.tree(), (path, inode) -> {
                var unused = FileChunks.visit(image.tree(), inode, chunkSize, record -> {
                    int blob = record.chunk().blobIndex();
                    if (blob < image.blobs().size()) {
                        stretches.add(image.blobs().get(blob).id(), record.chunk());
                    }
                });
                return true;
            });
        } catch (IOException e) {
            // an image that was fetched whole and cannot be read
        }
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
