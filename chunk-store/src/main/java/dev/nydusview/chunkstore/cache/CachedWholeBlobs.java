package dev.nydusview.chunkstore.cache;

import dev.nydusview.base.Ownership;
import dev.nydusview.base.Quantity;
import dev.nydusview.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Blobs in a cache as their registry stores them, each a file that appears whole or not at all. They share the space of
 * the chunks, and are given up like these. Safe for concurrent use.
 */
public final class CachedWholeBlobs {
    /** A process that writes a file does so more often. */
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    private static final long SPARE = 64L << 20;
    private static final int BUFFER = 1 << 16;

    private final CacheLayout layout;
    private final CacheBudget budget;
    private final Map<Path, Long> unfinished = new ConcurrentHashMap<>();

    /** @param size bytes that all blobs may take on disk; 0 for the default of the cache */
    public CachedWholeBlobs(CacheLayout layout, long size) {
        this.layout = layout;
        this.budget = CacheBudget.of(layout, size);
    }

    /** Returns the file of a blob, which counts as its use; null if there is none. */
    public @Nullable Path find(Sha256 blob) {
        Path file = layout.whole(blob);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                || Ownership.objection(file).isPresent()) {
            return null;
        }
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            return file; // it shows an earlier use, and may be gone
        }
        return file;
    }

    /**
     * Makes an empty file for {@code length} bytes, for which room is made.
     *
     * @throws IOException with the reason why so many bytes are not kept
     */
    public Path create(Sha256 blob, long length) throws IOException {
        CacheRoot.create(layout);
        Files.createDirectories(layout.blobs(), CacheRoot.PRIVATE_DIRECTORY);
        Ownership.require(layout.blobs());
        sweep();
        if (!budget.hasPlaceFor(length)) {
            throw new IOException("blob " + blob.hex() + " of " + Quantity.bytes(length)
                    + " takes more than half of the cache: allow it more with --cache-size");
        }
        budget.begin(length);
        try {
            long free = Files.getFileStore(layout.blobs()).getUsableSpace();
            if (!budget.admits() || free < length + SPARE) {
                throw new IOException(
                        "blob " + blob.hex() + " of " + Quantity.bytes(length) + " does not fit on the disk " + "of "
                                + layout.root() + ": free some space or choose another --cache-dir");
            }
            Path file = Files.createTempFile(layout.blobs(), "." + blob.hex() + "-", ".new", CacheRoot.PRIVATE_FILE);
            unfinished.put(file, length);
            return file;
        } catch (IOException | RuntimeException e) {
            budget.end(length);
            throw e;
        }
    }

    private void sweep() throws IOException {
        Instant abandoned = Instant.now().minus(ABANDONED_AFTER);
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(layout.blobs(), ".*.new")) {
            for (Path leftover : leftovers) {
                if (Files.getLastModifiedTime(leftover, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(abandoned)) {
                    Files.deleteIfExists(leftover);
                }
            }
        }
    }

    /** Gives {@code file}, which has the digest of the blob, its final name, which is returned. */
    public Path complete(Path file, Sha256 blob) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Path whole = layout.whole(blob);
        Files.move(file, whole, StandardCopyOption.ATOMIC_MOVE);
        ended(file);
        return whole;
    }

    /** Removes a file, complete or not. */
    public void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            return; // swept later
        } finally {
            ended(file);
        }
    }

    private void ended(Path file) {
        Long length = unfinished.remove(file);
        if (length != null) {
            budget.end(length);
        }
    }

    /** Removes files that do not have their digest, and names their blobs to {@code damaged}. */
    public void verify(Consumer<String> damaged) throws IOException {
        for (Path file : CacheRoot.entries(layout.blobs())) {
            String name = file.getFileName().toString();
            if (CacheLayout.isBlobFile(name) && name.endsWith(CacheLayout.WHOLE_SUFFIX)) {
                String blob = name.substring(0, name.length() - CacheLayout.WHOLE_SUFFIX.length());
                if (!digest(file).hex().equals(blob)) {
                    Files.deleteIfExists(file);
                    damaged.accept(blob);
                }
            }
        }
    }

    private static Sha256 digest(Path file) throws IOException {
        MessageDigest digest = Sha256.digester();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return Sha256.finish(digest);
    }
}
