package dev.nydusview.plugin.discovery;

import static java.util.Objects.requireNonNull;

import dev.nydusview.base.Ownership;
import dev.nydusview.base.Sha256;
import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.manifest.ManifestReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Manifests of plugins on disk, as calling a plugin takes long. A manifest is used as long as neither the plugin nor a
 * file beside it, nor one of the Python packages, has changed its place, size or time. Failures to write are ignored.
 */
public final class ManifestStore {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestStore.class);

    /** Files that are compared; a plugin among more of them is called each time. */
    private static final int MAX_FILES = 1000;

    private final Path directory;
    private final @Nullable Path python;

    /**
     * @param directory for the manifests; created when it is needed
     * @param python directory of the Python packages; null if there is none
     */
    public ManifestStore(Path directory, @Nullable Path python) {
        this.directory = directory;
        this.python = python;
    }

    /** Returns the plugin at {@code executable} by its stored manifest; empty if that is unknown, or may be out of date. */
    public Optional<Plugin> find(Path executable) {
        try {
            Ownership.require(executable.toRealPath());
            Path file = directory.resolve(key(executable).hex());
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            Ownership.require(file);
            return Optional.of(new Plugin(executable, ManifestReader.read(Files.readAllBytes(file))));
        } catch (IOException e) {
            LOG.debug("the manifest of {} is not taken from the cache: {}", executable, e.toString());
            return Optional.empty();
        }
    }

    /** Stores what the plugin at {@code executable} has answered. */
    void keep(Path executable, byte[] manifest) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Ownership.require(directory);
            Path written = Files.createTempFile(directory, ".new-", "");
            try {
                Files.write(written, manifest);
                Files.move(written, directory.resolve(key(executable).hex()), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            LOG.debug("the manifest of {} is not cached: {}", executable, e.toString());
        }
    }

    /** Digest of the executable's content, and of the places, sizes and times of all files that it may use. */
    private Sha256 key(Path executable) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream key = new DataOutputStream(bytes)) {
            key.writeUTF(Sha256.of(Files.readAllBytes(executable)).toString());
            add(requireNonNull(executable.toAbsolutePath().getParent()), key);
            if (python != null) {
                add(python, key);
            }
        }
        return Sha256.of(bytes.toByteArray());
    }

    private static void add(Path directory, DataOutputStream key) throws IOException {
        for (Path file : filesBelow(directory)) {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            key.writeUTF(file.toString());
            key.writeLong(attributes.size());
            key.writeUTF(attributes.lastModifiedTime().toString());
        }
    }

    /** Returns the files that are not compiled Python, which running a plugin makes. */
    private static List<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".pyc"))
                    .limit(MAX_FILES + 1L)
                    .sorted()
                    .toList();
            if (files.size() > MAX_FILES) {
                throw new IOException(directory + " has more than " + MAX_FILES + " files");
            }
            return files;
        }
    }
}
