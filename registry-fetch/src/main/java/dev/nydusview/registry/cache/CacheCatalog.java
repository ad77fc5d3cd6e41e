package dev.nydusview.registry.cache;

import dev.nydusview.base.Ownership;
import dev.nydusview.rafs.model.BlobInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Contents of a cache, and their removal. Other processes may use the cache meanwhile. */
public final class CacheCatalog {
    private final CacheLayout layout;
    private final DiskUsage usage;
    private final ImageStore store;

    public CacheCatalog(CacheLayout layout) {
        this(layout, new DiskUsage(ProcessBuilder::new));
    }

    CacheCatalog(CacheLayout layout, DiskUsage usage) {
        this.layout = layout;
        this.usage = usage;
        this.store = ImageStore.of(layout);
    }

    /** The blobs of which something is there, by name. */
    public List<CachedBlob> blobs() throws IOException {
        List<Path> files = blobFiles();
        List<String> names =
                files.stream().map(file -> file.getFileName().toString()).toList();
        Map<String, Long> allocated = usage.allocated(layout.blobs(), names);
        Map<String, CachedBlob> blobs = new TreeMap<>();
        for (Path file : files) {
            CachedBlob part = part(file, allocated);
            if (part != null) {
                blobs.merge(part.name(), part, CacheCatalog::joined);
            }
        }
        return List.copyOf(blobs.values());
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
        if (CacheRoot.isEmpty(layout)) {
            return new ClearedCache(0, 0, 0, 0, 0);
        }
        if (!CacheRoot.isTagged(layout)) {
            throw new IOException(
                    layout.root() + " is not cleared: it does not look like a cache of nydusview, as it lacks the file "
                            + layout.tag().getFileName());
        }
        Optional<String> objection = Ownership.objection(layout.root());
        if (objection.isPresent()) {
            throw new IOException(layout.root() + " is not cleared: " + objection.get());
        }
        List<CachedBlob> blobs = blobs();
        List<CachedBootstrap> bootstraps = bootstraps();
        List<CachedImage> images = images();
        int inUse = store.clear();
        Set<String> left = images().stream().map(CachedImage::name).collect(Collectors.toSet());
        images = images.stream().filter(image -> !left.contains(image.name())).toList();
        for (Path file : blobFiles()) {
            Files.deleteIfExists(file);
        }
        for (Path entry : bootstrapEntries()) {
            Files.walkFileTree(entry, new TreeRemoval());
        }
        long bytes = blobs.stream().mapToLong(CachedBlob::bytes).sum()
                + bootstraps.stream().mapToLong(CachedBootstrap::bytes).sum()
                + images.stream().mapToLong(CachedImage::bytes).sum();
        return new ClearedCache(blobs.size(), bootstraps.size(), images.size(), inUse, bytes);
    }

    private List<Path> blobFiles() throws IOException {
        return CacheRoot.entries(layout.blobs()).stream()
                .filter(file -> CacheLayout.isBlobFile(file.getFileName().toString()))
                .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    private List<Path> bootstrapEntries() throws IOException {
        return CacheRoot.entries(layout.bootstraps()).stream()
                .filter(entry -> CacheLayout.isBootstrap(entry.getFileName().toString()))
                .toList();
    }

    /** Facts about a blob that one file of it tells; null if the file is gone or is not a file. */
    private static @Nullable CachedBlob part(Path file, Map<String, Long> allocated) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                return null;
            }
            String name = file.getFileName().toString();
            boolean isState = name.endsWith(CacheLayout.STATE_SUFFIX);
            return new CachedBlob(
                    name.substring(0, name.lastIndexOf('.')),
                    isState ? presentChunks(file) : 0,
                    allocated.getOrDefault(name, attributes.size()),
                    attributes.lastModifiedTime().toInstant());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static CachedBlob joined(CachedBlob a, CachedBlob b) {
        Instant lastUsed = a.lastUsed().isAfter(b.lastUsed()) ? a.lastUsed() : b.lastUsed();
        return new CachedBlob(a.name(), a.chunks() + b.chunks(), a.bytes() + b.bytes(), lastUsed);
    }

    private static long presentChunks(Path state) throws IOException {
        long present = 0;
        byte[] states = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(state, LinkOption.NOFOLLOW_LINKS)) {
            int count;
            for (long read = 0; read < BlobInfo.MAX_CHUNK_COUNT && (count = in.read(states)) > 0; read += count) {
                for (int i = 0; i < count; i++) {
                    present += states[i] == BlobFiles.PRESENT ? 1 : 0;
                }
            }
        }
        return present;
    }
}
