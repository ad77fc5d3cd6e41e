package dev.nydusview.image.cache;

import dev.nydusview.base.Ownership;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CacheRoot;
import dev.nydusview.chunkstore.cache.CachedBlob;
import dev.nydusview.chunkstore.cache.CachedBlobs;
import dev.nydusview.linux.TreeRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Contents of a cache, and their removal. Other processes may use the cache meanwhile. */
public final class CacheCatalog {
    private final CacheLayout layout;
    private final CachedBlobs blobs;
    private final ImageStore store;
    private final KnownManifests known;
    private final RememberedReads reads;

    public CacheCatalog(CacheLayout layout) {
        this.layout = layout;
        this.blobs = new CachedBlobs(layout);
        this.store = ImageStore.of(layout);
        this.known = new KnownManifests(layout);
        this.reads = new RememberedReads(layout);
    }

    /** Returns the blobs that have files in the cache, by name. */
    public List<CachedBlob> blobs() throws IOException {
        return blobs.list();
    }

    /** Returns the names of images that were read through the cache, by name. */
    public List<CachedReference> references() throws IOException {
        return known.references();
    }

    /** Returns the repositories of whose images it is remembered which files were read, by name. */
    public List<CachedReads> reads() throws IOException {
        return reads.list();
    }

    /** The bootstraps that are there, by name. */
    public List<CachedBootstrap> bootstraps() throws IOException {
        List<CachedBootstrap> bootstraps = new ArrayList<>();
        for (Path entry : bootstrapEntries()) {
            TreeTotals totals = new TreeTotals();
            Files.walkFileTree(entry, totals);
            bootstraps.add(new CachedBootstrap(entry.getFileName().toString(), totals.bytes(), totals.lastChange()));
        }
        return bootstraps;
    }

    /** Returns the class archives that the launcher has made there, by name. */
    public List<CachedArchive> archives() throws IOException {
        List<CachedArchive> archives = new ArrayList<>();
        for (Path file : CacheRoot.entries(layout.archives())) {
            TreeTotals totals = new TreeTotals();
            Files.walkFileTree(file, totals);
            archives.add(new CachedArchive(file.getFileName().toString(), totals.bytes(), totals.lastChange()));
        }
        return archives;
    }

    /** The complete unpacked images that are there, by name. */
    public List<CachedImage> images() throws IOException {
        List<CachedImage> images = new ArrayList<>();
        for (Path entry : store.images()) {
            TreeTotals totals = new TreeTotals();
            Files.walkFileTree(entry, totals);
            try {
                Instant lastUsed = Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS)
                        .toInstant();
                images.add(new CachedImage(entry.getFileName().toString(), totals.bytes(), lastUsed));
            } catch (NoSuchFileException e) {
                // another process has just removed it
            }
        }
        return images;
    }

    /**
     * Removes all blobs and bootstraps, and unpacked images that are not in use. Processes that have removed files open
     * keep using them.
     *
     * @throws IOException if the root was not made by nydusview, or others may change what is in it
     */
    public ClearedCache clear() throws IOException {
        if (!requireOurs("cleared")) {
            return new ClearedCache(0, 0, 0, 0, 0);
        }
        List<CachedBlob> kept = blobs.list();
        List<CachedBootstrap> bootstraps = bootstraps();
        List<CachedImage> images = images();
        int inUse = store.clear();
        Set<String> left = images().stream().map(CachedImage::name).collect(Collectors.toSet());
        images = images.stream().filter(image -> !left.contains(image.name())).toList();
        blobs.clear();
        known.clear();
        reads.clear();
        if (Files.isDirectory(layout.plugins(), LinkOption.NOFOLLOW_LINKS)) {
            TreeRemoval.remove(layout.plugins());
        }
        for (Path entry : bootstrapEntries()) {
            TreeRemoval.remove(entry);
        }
        long bytes = kept.stream().mapToLong(CachedBlob::bytes).sum()
                + bootstraps.stream().mapToLong(CachedBootstrap::bytes).sum()
                + images.stream().mapToLong(CachedImage::bytes).sum();
        return new ClearedCache(kept.size(), bootstraps.size(), images.size(), inUse, bytes);
    }

    /**
     * Refuses a cache whose contents may be those of others.
     *
     * @param done what is not done to such a cache
     * @return false if there is nothing in it
     */
    boolean requireOurs(String done) throws IOException {
        if (CacheRoot.isEmpty(layout)) {
            return false;
        }
        if (!CacheRoot.isTagged(layout)) {
            throw new IOException(layout.root() + " is not " + done
                    + ": it does not look like a cache of nydusview, as it lacks the file "
                    + layout.tag().getFileName());
        }
        Optional<String> objection = Ownership.objection(layout.root());
        if (objection.isPresent()) {
            throw new IOException(layout.root() + " is not " + done + ": " + objection.get());
        }
        return true;
    }

    private List<Path> bootstrapEntries() throws IOException {
        return CacheRoot.entries(layout.bootstraps()).stream()
                .filter(entry -> CacheLayout.isBootstrap(entry.getFileName().toString()))
                .toList();
    }
}
