package dev.nydusview.image.cache;

import static java.util.Objects.requireNonNull;

import dev.nydusview.base.Ownership;
import dev.nydusview.base.Sha256;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.chunkstore.cache.CacheRoot;
import dev.nydusview.linux.TreeRemoval;
import dev.nydusview.registry.manifest.ManifestDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Manifests, indexes and configurations on disk by their digests, with which they are compared when they are read, and
 * the last known digest of each name of an image. Failures to write are ignored.
 */
public final class KnownManifests {
    private static final Logger LOG = LoggerFactory.getLogger(KnownManifests.class);
    private static final int MAX_REFERENCE = 4096;
    private static final Pattern REFERENCE = Pattern.compile("([!-~]{1,1000}) (sha256:[0-9a-f]{64})\n");

    private final CacheLayout layout;

    public KnownManifests(CacheLayout layout) {
        this.layout = layout;
    }

    /** Keeps a document. */
    public void keep(Sha256 digest, byte[] document) {
        Path file = layout.manifest(digest);
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now())); // the time of the last use
        } catch (IOException e) {
            write(file, document);
        }
    }

    /** Keeps the digest that {@code name}, such as {@code host/name:tag}, leads to now. */
    public void keep(String name, Sha256 digest) {
        write(layout.reference(name), (name + " " + digest + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Path directory = requireNonNull(file.getParent(), "a place in the cache");
            Files.createDirectories(directory, CacheRoot.PRIVATE_DIRECTORY);
            Ownership.require(directory);
            Path written = Files.createTempFile(directory, ".new-", "", CacheRoot.PRIVATE_FILE);
            try {
                Files.write(written, bytes);
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            LOG.debug("{} is not cached: {}", file, e.toString());
        }
    }

    /** Returns the document with {@code digest}; null if it is not there, or is another one. */
    public byte @Nullable [] document(Sha256 digest) {
        byte[] bytes = read(layout.manifest(digest), ManifestDocument.MAX_SIZE);
        return bytes != null && Sha256.of(bytes).equals(digest) ? bytes : null;
    }

    /** Returns the last known digest of {@code name}; null if there is none. */
    public @Nullable Sha256 digest(String name) {
        CachedReference known = reference(layout.reference(name));
        return known != null && known.name().equals(name) ? Sha256.parse(known.digest()) : null;
    }

    /** Returns all names with their last known digests, by name. */
    public List<CachedReference> references() throws IOException {
        List<CachedReference> references = new ArrayList<>();
        for (Path file : CacheRoot.entries(layout.references())) {
            CachedReference known = reference(file);
            if (known != null) {
                references.add(known);
            }
        }
        references.sort((a, b) -> a.name().compareTo(b.name()));
        return references;
    }

    private static @Nullable CachedReference reference(Path file) {
        byte[] bytes = read(file, MAX_REFERENCE);
        if (bytes == null) {
            return null;
        }
        Matcher line = REFERENCE.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        try {
            return line.matches()
                    ? new CachedReference(
                            line.group(1),
                            line.group(2),
                            Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                                    .toInstant())
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static byte @Nullable [] read(Path file, int limit) {
        try {
            Ownership.require(file);
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return null;
            }
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                byte[] bytes = in.readNBytes(limit + 1);
                return bytes.length > limit ? null : bytes;
            }
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            LOG.debug("{} is not used: {}", file, e.getMessage());
            return null;
        }
    }

    /** Returns all documents by their digests: indexes and manifests as such, null for others. */
    Map<Sha256, @Nullable ManifestDocument> documents() throws IOException {
        Map<Sha256, @Nullable ManifestDocument> documents = new HashMap<>();
        for (Path file : CacheRoot.entries(layout.manifests())) {
            Sha256 digest = Sha256.parse("sha256:" + file.getFileName());
            byte[] bytes = digest == null ? null : document(digest);
            if (digest != null && bytes != null) {
                documents.put(digest, parsed(bytes));
            }
        }
        return documents;
    }

    private static @Nullable ManifestDocument parsed(byte[] bytes) {
        try {
            return ManifestDocument.parse(bytes, "a document in the cache");
        } catch (IOException e) {
            return null; // a configuration
        }
    }

    /** Removes a document; returns whether it was there. */
    boolean remove(Sha256 document) throws IOException {
        return Files.deleteIfExists(layout.manifest(document));
    }

    /** Removes the last known digest of {@code name}; returns whether there was one. */
    boolean forget(String name) throws IOException {
        return Files.deleteIfExists(layout.reference(name));
    }

    /** Removes those that were last used before {@code oldest}; returns their number. */
    int removeBefore(Instant oldest) throws IOException {
        int removed = 0;
        for (Path directory : List.of(layout.manifests(), layout.references())) {
            for (Path file : CacheRoot.entries(directory)) {
                FileTime lastUsed = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
                if (lastUsed.toInstant().isBefore(oldest)) {
                    Files.deleteIfExists(file);
                    removed++;
                }
            }
        }
        return removed;
    }

    /** Removes documents that do not have their digest and names them to {@code damaged}; returns how many have it. */
    long verify(Consumer<String> damaged) throws IOException {
        long sound = 0;
        for (Path file : CacheRoot.entries(layout.manifests())) {
            String name = file.getFileName().toString();
            if (!Sha256.isHex(name)) {
                continue; // of a process that is writing it, or was killed
            }
            if (document(new Sha256(name)) != null) {
                sound++;
            } else {
                Files.deleteIfExists(file);
                damaged.accept(name);
            }
        }
        return sound;
    }

    /** Removes all of them. */
    void clear() throws IOException {
        for (Path directory : List.of(layout.manifests(), layout.references())) {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                TreeRemoval.remove(directory);
            }
        }
    }
}
