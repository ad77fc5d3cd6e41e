package dev.nydusview.image.bootstrap;

import static java.util.Objects.requireNonNull;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Ownership;
import dev.nydusview.base.Sha256;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.linux.TreeRemoval;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ImageContents;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unpacked bootstrap layers on disk, each in a directory that appears whole or not at all. The content was verified
 * when it was fetched. At each opening it is compared with the layer that is kept beside it, whose digest is in the
 * manifest, as a crash, a failing disk or a forgery may have changed it.
 */
public final class BootstrapStore {
    private static final Logger LOG = LoggerFactory.getLogger(BootstrapStore.class);

    /** Metadata that one image may have; a ByteBuffer reaches no further. */
    private static final long MAX_UNPACKED = 1L << 31;

    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final @Nullable CacheLayout cache;
    private final long limit;

    /** @param cache null to keep nothing */
    public BootstrapStore(@Nullable CacheLayout cache) {
        this(cache, MAX_UNPACKED);
    }

    BootstrapStore(@Nullable CacheLayout cache, long limit) {
        this.cache = cache;
        this.limit = limit;
    }

    /** Returns the files of the layer with {@code digest} in the cache; null if they are not there, or are damaged. */
    public @Nullable UnpackedBootstrap cached(Sha256 digest) {
        if (cache == null) {
            return null;
        }
        Path kept = cache.bootstrap(digest);
        try {
            Descriptor layer = Descriptor.of("", digest, Files.size(kept.resolve(CachedLayer.NAME)));
            return UnpackedBootstrap.open(kept, new CachedLayer(layer, limit));
        } catch (IOException e) {
            return null;
        }
    }

    /** The files of {@code layer}, from the cache if they are there. */
    public UnpackedBootstrap open(Descriptor layer, ImageContents contents) throws IOException {
        Path kept = cache == null ? null : cache.bootstrap(layer.digest());
        if (kept != null) {
            UnpackedBootstrap found = UnpackedBootstrap.open(kept, new CachedLayer(layer, limit));
            if (found != null) {
                LOG.debug("bootstrap layer {} is cached", layer.digest());
                UnpackedBootstrap.touch(kept);
                return found;
            }
        }
        if (layer.size() > limit) {
            throw new CorruptDataException("the bootstrap layer " + layer.digest() + " has " + layer.size()
                    + " bytes; at most " + limit + " are read");
        }
        try {
            return fetch(layer, contents, kept);
        } catch (UnwritableFileException e) {
            if (kept == null) {
                throw e;
            }
            LOG.debug("{}; trying without the cache", e.getMessage());
            return fetch(layer, contents, null);
        }
    }

    private UnpackedBootstrap fetch(Descriptor layer, ImageContents contents, @Nullable Path kept) throws IOException {
        Path directory = workDirectory(kept);
        try {
            boolean keep = kept != null && directory.startsWith(kept.getParent());
            List<StoredFile> files = contents.layer(
                    layer,
                    in -> keep
                            ? new CachedLayer(layer, limit).write(in, directory)
                            : new BootstrapLayer(layer, limit).unpack(in, directory));
            UnpackedBootstrap mapped = UnpackedBootstrap.map(directory, files);
            if (mapped == null) {
                throw new IOException(
                        "data just written to " + directory + " reads back differently: is the disk failing?");
            }
            if (kept != null && keep) {
                UnpackedBootstrap.writeRecord(directory, files);
                commit(directory, kept, new CachedLayer(layer, limit));
            }
            return mapped;
        } finally {
            // A mapping outlives its name, so without a cache no files are left.
            delete(directory);
        }
    }

    /** Next to where the files are to be, since only within a file system is a move atomic; else temporary. */
    private static Path workDirectory(@Nullable Path kept) throws IOException {
        if (kept != null) {
            try {
                Path parent = parentOf(kept);
                Files.createDirectories(parent, PRIVATE);
                Ownership.require(parent);
                sweep(parent);
                return Files.createTempDirectory(parent, ".new-", PRIVATE);
            } catch (IOException e) {
                LOG.debug("bootstraps cannot be cached: {}", e.toString());
            }
        }
        return Files.createTempDirectory("nydusview-", PRIVATE);
    }

    private static Path parentOf(Path kept) {
        return requireNonNull(kept.getParent(), "a place in the cache");
    }

    /** Gives the directory its final name. If another process was faster, its directory stays; failures are ignored. */
    private static void commit(Path directory, Path kept, CachedLayer layer) {
        try {
            if (UnpackedBootstrap.open(kept, layer) == null) {
                discard(kept);
                Files.move(directory, kept, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            LOG.debug("{} is not cached: {}", kept, e.toString());
        }
    }

    /** Removes a corrupt directory in one step; processes that have it mapped keep the mapping. */
    private static void discard(Path kept) throws IOException {
        if (!Files.exists(kept)) {
            return;
        }
        LOG.debug("{} is corrupt and fetched again", kept);
        Path discarded = Files.createTempDirectory(kept.getParent(), ".old-", PRIVATE);
        try {
            Files.move(kept, discarded.resolve("corrupt"), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(discarded);
        }
    }

    /** Removes files of killed processes. */
    private static void sweep(Path parent) throws IOException {
        Instant abandoned = Instant.now().minus(ABANDONED_AFTER);
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(parent, ".{new,old}-*")) {
            for (Path leftover : leftovers) {
                if (Files.getLastModifiedTime(leftover).toInstant().isBefore(abandoned)) {
                    delete(leftover);
                }
            }
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            TreeRemoval.remove(directory);
        } catch (IOException e) {
            LOG.debug("{} could not be removed: {}", directory, e.toString());
        }
    }
}
