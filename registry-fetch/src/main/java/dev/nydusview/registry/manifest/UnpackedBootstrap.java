package dev.nydusview.registry.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nydusview.rafs.RafsFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of an unpacked bootstrap layer, mapped. They are kept in a directory that appears whole or not at all, with
 * a record of their digests beside them: what a crash or a full disk has damaged is noticed and fetched again.
 *
 * @param bootstrap image.boot
 * @param metas chunk indexes by blob id
 */
public record UnpackedBootstrap(ByteBuffer bootstrap, Map<String, ByteBuffer> metas) {
    private static final String RECORD = "sha256sums";

    /** Unpacks into a directory. */
    interface Unpacker {
        void unpack(Path directory) throws IOException;
    }

    /** The files in {@code directory} if they are all there and as recorded; else null. */
    static @Nullable UnpackedBootstrap open(Path directory) throws IOException {
        Path record = directory.resolve(RECORD);
        if (!Files.isRegularFile(record)) {
            return null;
        }
        for (String line : Files.readAllLines(record)) {
            String[] parts = line.split("  ", 2);
            Path file = directory.resolve(parts[parts.length - 1]);
            if (parts.length != 2 || !Files.isRegularFile(file) || !digest(file).equals(parts[0])) {
                return null;
            }
        }
        return map(directory);
    }

    /** Unpacks beside {@code directory}, then moves the result there; whoever was faster is kept. */
    static UnpackedBootstrap create(Path directory, Unpacker unpacker) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        Path temporary = Files.createTempDirectory(parent, directory.getFileName() + ".");
        try {
            unpacker.unpack(temporary);
            seal(temporary);
            move(temporary, directory);
            UnpackedBootstrap opened = open(directory);
            if (opened == null) {
                throw new IOException("the unpacked bootstrap in " + directory + " changed while it was written");
            }
            return opened;
        } finally {
            delete(temporary);
        }
    }

    /** Unpacks into files that are gone from the disk's directories as soon as they are mapped. */
    static UnpackedBootstrap createTemporary(Unpacker unpacker) throws IOException {
        Path temporary = Files.createTempDirectory("nydusview-bootstrap");
        try {
            unpacker.unpack(temporary);
            return map(temporary);
        } finally {
            delete(temporary);
        }
    }

    private static void move(Path temporary, Path directory) throws IOException {
        if (Files.isDirectory(directory) && open(directory) == null) {
            delete(directory);
        }
        try {
            Files.move(temporary, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            // Another process has unpacked the same layer.
        } catch (IOException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    /** Files first, record last, all of it on the disk before the directory gets its name. */
    private static void seal(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files(directory)) {
            lines.add(digest(file) + "  " + file.getFileName());
            sync(file);
        }
        Path record = Files.write(directory.resolve(RECORD), lines, UTF_8);
        sync(record);
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static UnpackedBootstrap map(Path directory) throws IOException {
        Map<String, ByteBuffer> metas = new HashMap<>();
        ByteBuffer bootstrap = null;
        for (Path file : files(directory)) {
            String name = String.valueOf(file.getFileName());
            if (name.equals(BootstrapLayer.BOOTSTRAP_FILE)) {
                bootstrap = mapFile(file);
            } else if (name.endsWith(BootstrapLayer.META_SUFFIX)) {
                metas.put(name.substring(0, name.length() - BootstrapLayer.META_SUFFIX.length()), mapFile(file));
            }
        }
        if (bootstrap == null) {
            throw new RafsFormatException("no image.boot in " + directory);
        }
        return new UnpackedBootstrap(bootstrap, metas);
    }

    /** A file as one buffer; refuses what is too long for one. */
    public static ByteBuffer mapFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new RafsFormatException(file + " is longer than 2 GiB, so it is no bootstrap");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (!entry.endsWith(RECORD)) {
                    files.add(entry);
                }
            }
        }
        return files;
    }

    private static String digest(Path file) throws IOException {
        MessageDigest digest = Sha256.start();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return Sha256.finish(digest);
    }

    /** Removes the files of {@code directory}, where an attempt before may have left some. */
    static void clear(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Files.deleteIfExists(entry);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            clear(directory);
            Files.deleteIfExists(directory);
        }
    }
}
