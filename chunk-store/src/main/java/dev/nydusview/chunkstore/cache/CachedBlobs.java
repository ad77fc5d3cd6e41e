package dev.nydusview.chunkstore.cache;

import dev.nydusview.rafs.model.BlobInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The blobs of which a cache has chunks, and their removal. Other processes may use the cache meanwhile. */
public final class CachedBlobs {
    private final CacheLayout layout;
    private final AllocatedSizes sizes;

    public CachedBlobs(CacheLayout layout) {
        this(layout, new AllocatedSizes(ProcessBuilder::new));
    }

    CachedBlobs(CacheLayout layout, AllocatedSizes sizes) {
        this.layout = layout;
        this.sizes = sizes;
    }

    /** Lists the blobs that have files in the cache, by name. */
    public List<CachedBlob> list() throws IOException {
        List<Path> files = files();
        List<String> names =
                files.stream().map(file -> file.getFileName().toString()).toList();
        Map<String, Long> allocated = sizes.of(layout.blobs(), names);
        Map<String, CachedBlob> blobs = new TreeMap<>();
        for (Path file : files) {
            CachedBlob part = part(file, allocated);
            if (part != null) {
                blobs.merge(part.name(), part, CachedBlobs::joined);
            }
        }
        return List.copyOf(blobs.values());
    }

    /** Removes all blobs. A process that has files of them open continues to use these. */
    public void clear() throws IOException {
        for (Path file : files()) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(layout.digests());
    }

    /** Returns the stretches of all blobs, the least recently used first. */
    public List<CachedStretch> stretches() throws IOException {
        return new Eviction(layout).stretches();
    }

    /**
     * Gives up a stretch, whatever uses it: a process that needs it fetches it again.
     *
     * @return the bytes that it took on disk
     */
    public long giveUp(CachedStretch stretch) throws IOException {
        long[] freed = {0};
        try {
            if (!CacheBudget.of(layout, 0).alone(shared -> freed[0] = Eviction.free(stretch))) {
                throw new IOException(layout.blobs() + " is locked by another process, perhaps a stopped one: end it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + layout.blobs());
        }
        return freed[0];
    }

    private List<Path> files() throws IOException {
        return CacheRoot.entries(layout.blobs()).stream()
                .filter(file -> CacheLayout.isBlobFile(file.getFileName().toString()))
                .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /** Reads the facts about a blob from one of its files; null if the file is gone or is not a file. */
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
                    present += states[i] == ChunkFiles.PRESENT ? 1 : 0;
                }
            }
        }
        return present;
    }
}
