package dev.nydusview.chunkstore.cache;

import dev.nydusview.base.Ownership;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The root directory of a cache and the tag that marks it as one. */
public final class CacheRoot {
    /** Permissions of directories in a cache: the contents of images are the user's business alone. */
    public static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** Permissions of files in a cache. */
    public static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** The first line is that of the Cache Directory Tagging Specification; the second names the owner of the cache. */
    private static final String TAG =
            """
            Signature: 8a477f597d28d172789f06886806bc55
            # This directory is a cache of nydusview. It may be removed at any time.
            """;

    private CacheRoot() {}

    /**
     * Creates the root if it does not exist, and tags it. A directory that already has files other than bootstraps and
     * class archives is used but not tagged, so that it is never cleared.
     */
    public static void create(CacheLayout layout) throws IOException {
        Files.createDirectories(layout.root(), PRIVATE_DIRECTORY);
        if (Files.exists(layout.tag(), LinkOption.NOFOLLOW_LINKS) || hasForeignEntries(layout)) {
            return;
        }
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (FileChannel channel = FileChannel.open(layout.tag(), options, PRIVATE_FILE)) {
            Channels.newOutputStream(channel).write(TAG.getBytes(StandardCharsets.US_ASCII));
        } catch (FileAlreadyExistsException e) {
            return; // another process was faster
        }
    }

    /**
     * Creates the root if it does not exist, unless another user may have filled it, or it cannot be used.
     *
     * @return a clause with the reason why the cache cannot be used; empty if it can
     */
    public static Optional<String> prepare(CacheLayout layout) {
        boolean there = Files.exists(layout.root(), LinkOption.NOFOLLOW_LINKS);
        Optional<String> objection = Ownership.objection(layout.root());
        if (objection.isPresent()) {
            return objection;
        }
        try {
            create(layout);
        } catch (IOException e) {
            return Optional.of(layout.root() + " cannot be prepared ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + ")");
        }
        return there ? objection : Ownership.objection(layout.root());
    }

    /** Tests whether the root has a tag and the tag is ours. */
    public static boolean isTagged(CacheLayout layout) throws IOException {
        return Files.isRegularFile(layout.tag(), LinkOption.NOFOLLOW_LINKS)
                && Files.size(layout.tag()) == TAG.length()
                && Files.readString(layout.tag(), StandardCharsets.ISO_8859_1).equals(TAG);
    }

    private static boolean hasForeignEntries(CacheLayout layout) throws IOException {
        for (Path entry : entries(layout.root().toRealPath())) {
            Path name = entry.getFileName();
            if (!name.equals(layout.bootstraps().getFileName())
                    && !name.equals(layout.archives().getFileName())) {
                return true;
            }
        }
        for (Path entry : entries(layout.bootstraps())) {
            if (!CacheLayout.isBootstrap(entry.getFileName().toString())) {
                return true;
            }
        }
        return false;
    }

    /** Tests whether there is nothing at all. */
    public static boolean isEmpty(CacheLayout layout) throws IOException {
        return Files.notExists(layout.root())
                || entries(layout.root().toRealPath()).isEmpty();
    }

    /** The entries of a directory, by name; none if it is not one, and a link to one is not one. */
    public static List<Path> entries(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
