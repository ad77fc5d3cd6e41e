package dev.nydusview.base;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file that a user has named, whole or not at all: readers see the old content or the new. A symbolic link at
 * the place is replaced, never followed, as in a shared directory anybody may have put it there. {@code /dev/stdout}
 * and similar names, pipes and devices are written to directly.
 */
public final class OutputFile {
    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> OVER =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> INTO = Set.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** Directories in which only root creates names, which are links to open files of a process. */
    private static final Set<Path> STREAMS = Set.of(Path.of("/dev"), Path.of("/dev/fd"));

    private OutputFile() {}

    /** Content of a file; may be asked for again, then from its beginning. */
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Makes {@code content} the content of {@code file}; one that was there keeps its permissions. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, out -> out.write(content));
    }

    /** The same, of content that is made while it is written. */
    public static void write(Path file, Content content) throws IOException {
        if (isStream(file)) {
            fill(file, FileChannel.open(file, INTO), content);
        } else {
            put(file, content);
        }
    }

    /** Writes a file that only its owner may read or write, whatever was there before. */
    public static void writePrivate(Path file, byte[] content) throws IOException {
        put(file, out -> out.write(content), PRIVATE);
    }

    private static void put(Path file, Content content, FileAttribute<?>... permissions) throws IOException {
        BasicFileAttributes before = permissions.length == 0 ? attributes(file) : null;
        Path temporary = temporary(file);
        try {
            FileChannel channel = create(temporary, file, before, permissions);
            fill(file, channel == null ? FileChannel.open(file, OVER) : channel, content);
            if (channel != null && !replace(file, temporary, before)) {
                fill(file, FileChannel.open(file, OVER), content);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Tests whether {@code file} is written to directly, so that it is neither replaced nor removed. */
    public static boolean isStream(Path file) throws IOException {
        Path path = file.toAbsolutePath().normalize();
        if (path.startsWith("/proc") || (path.getParent() != null && STREAMS.contains(path.getParent()))) {
            return true;
        }
        BasicFileAttributes attributes = attributes(file);
        return attributes != null && attributes.isOther();
    }

    /** A new file beside {@code file}; null if none can be made but {@code file} itself can be written. */
    private static @Nullable FileChannel create(
            Path temporary, Path file, @Nullable BasicFileAttributes before, FileAttribute<?>... permissions)
            throws IOException {
        try {
            return FileChannel.open(temporary, NEW, permissions);
        } catch (FileSystemException e) {
            requireOwnContent(file, before, e);
            return null;
        }
    }

    /** Puts the new file in the place of the old one; false if that cannot be moved, as a mount point cannot. */
    private static boolean replace(Path file, Path temporary, @Nullable BasicFileAttributes before) throws IOException {
        try {
            if (before != null && before.isRegularFile()) {
                Files.setPosixFilePermissions(
                        temporary, Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (FileSystemException e) {
            requireOwnContent(file, before, e);
            return false;
        }
    }

    /** Throws {@code reason} if replacing the content of {@code file} would also replace that of another file. */
    private static void requireOwnContent(Path file, @Nullable BasicFileAttributes before, FileSystemException reason)
            throws IOException {
        boolean own = before != null
                && before.isRegularFile()
                && Integer.valueOf(1).equals(Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS));
        if (!own) {
            throw named(file, reason);
        }
    }

    /** The same failure of the name that the user has given. */
    private static FileSystemException named(Path file, FileSystemException reason) {
        if (reason instanceof AccessDeniedException) {
            return new AccessDeniedException(file.toString());
        }
        if (reason instanceof NoSuchFileException) {
            return new NoSuchFileException(file.toString());
        }
        return new FileSystemException(file.toString(), null, reason.getReason());
    }

    private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static Path temporary(Path file) {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        return file.resolveSibling(".nydusview-" + HexFormat.of().formatHex(random) + ".tmp");
    }

    private static void fill(Path file, FileChannel channel, Content content) throws IOException {
        try (OutputStream out =
                new BufferedOutputStream(new NamedOutput(file, Channels.newOutputStream(channel)), 1 << 16)) {
            content.writeTo(out);
        }
    }

    /** Adds the name of the file to a failure for want of space; leaves other failures as they are. */
    private static final class NamedOutput extends OutputStream {
        private final Path file;
        private final OutputStream out;

        NamedOutput(Path file, OutputStream out) {
            this.file = file;
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                throw new FileSystemException(file.toString(), null, e.getMessage());
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
