package dev.nydusview.image.bootstrap;

import dev.nydusview.base.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of an unpacked bootstrap layer, with its expected size and digest.
 *
 * @param name file name
 * @param size bytes
 * @param sha256 hexadecimal
 */
record StoredFile(String name, long size, String sha256) {
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (\\d{1,10}) ([0-9a-z.]+)");
    private static final int BUFFER = 1 << 16;

    private static final Set<OpenOption> CREATE = Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /**
     * Writes {@code size} bytes of {@code content} to {@code path}. Not forced onto the disk: what a crash leaves is compared
     * with the layer at the next opening.
     */
    static StoredFile write(Path path, InputStream content, long size) throws IOException {
        MessageDigest sha256 = Sha256.digester();
        byte[] buffer = new byte[BUFFER];
        try (FileChannel channel = create(path)) {
            for (long left = size; left > 0; ) {
                int count = content.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new EOFException(path.getFileName() + " ends " + left + " bytes early");
                }
                sha256.update(buffer, 0, count);
                append(channel, ByteBuffer.wrap(buffer, 0, count), path);
                left -= count;
            }
        }
        return new StoredFile(
                path.getFileName().toString(), size, Sha256.finish(sha256).hex());
    }

    /** An empty file to write to, for its owner only. */
    static FileChannel create(Path path) throws UnwritableFileException {
        try {
            return FileChannel.open(path, CREATE, PRIVATE);
        } catch (IOException e) {
            throw new UnwritableFileException(path, e);
        }
    }

    static void append(FileChannel channel, ByteBuffer bytes, Path path) throws UnwritableFileException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UnwritableFileException(path, e);
        }
    }

    /** Parses a line of a record; null if it is none. */
    static @Nullable StoredFile parse(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? new StoredFile(matcher.group(3), Long.parseLong(matcher.group(2)), matcher.group(1))
                : null;
    }

    /** The line from which {@link #parse} makes an equal value. */
    String line() {
        return sha256 + " " + size + " " + name;
    }

    /** An ordinary file: to open a pipe may wait without end. */
    static FileChannel open(Path file) throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isRegularFile()) {
            throw new FileSystemException(file.toString(), null, "is not an ordinary file");
        }
        return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** The whole file, read-only and little-endian. The mapping outlives the file's removal. */
    ByteBuffer map(Path directory) throws IOException {
        try (FileChannel channel = open(directory.resolve(name))) {
            if (channel.size() != size || size > Integer.MAX_VALUE) {
                throw new EOFException(directory.resolve(name) + " has " + channel.size() + " bytes, not " + size);
            }
            return channel.map(MapMode.READ_ONLY, 0, size).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    boolean isContentOf(ByteBuffer mapped) {
        MessageDigest digest = Sha256.digester();
        digest.update(mapped.duplicate());
        return Sha256.finish(digest).hex().equals(sha256);
    }
}
