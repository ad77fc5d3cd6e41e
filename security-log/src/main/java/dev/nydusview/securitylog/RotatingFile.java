package dev.nydusview.securitylog;

import dev.nydusview.base.OutputFile;
import dev.nydusview.base.json.Documents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
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
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file, not a symbolic link, to which several processes may append whole lines: each holds the file's lock while it writes or rotates, and
 * opens the file again once another process, or a program such as logrotate, has put another one in its place.
 */
final class RotatingFile implements EventWriter {
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
    private static final Set<OpenOption> STREAM = Set.of(StandardOpenOption.APPEND);
    private static final Set<OpenOption> APPEND = Set.of(StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private final Path file;
    private final FileRotation rotation;
    private final boolean isStream;
    private FileChannel channel;
    private @Nullable Object key;
    private boolean isUnmovable;

    private RotatingFile(Path file, FileRotation rotation, boolean isStream) throws IOException {
        this.file = file;
        this.rotation = rotation;
        this.isStream = isStream;
        this.channel = open();
    }

    /** Opens {@code file}, which is made if it does not exist; pipes and devices are neither locked nor rotated. */
    static RotatingFile open(Path file, FileRotation rotation) throws IOException {
        return new RotatingFile(file, rotation, OutputFile.isStream(file));
    }

    private FileChannel open() throws IOException {
        if (isStream) {
            return FileChannel.open(file, STREAM);
        }
        while (true) {
            Object before = keyOfPlace();
            if (before == null) {
                create();
                continue;
            }
            FileChannel opened = FileChannel.open(file, APPEND);
            if (before.equals(keyOfPlace())) {
                key = before; // the key of what is open, as no other file can have the same one meanwhile
                return opened;
            }
            opened.close();
        }
    }

    private void create() throws IOException {
        try {
            FileChannel.open(file, NEW, PRIVATE).close();
        } catch (FileAlreadyExistsException e) {
            // by another process
        }
    }

    private @Nullable Object keyOfPlace() throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public void write(SecurityEvent event) throws IOException {
        byte[] line = Documents.line(event.document());
        if (isStream) {
            append(line);
            return;
        }
        while (!writeInPlace(line)) {
            reopen();
        }
    }

    /** Writes the line; false if the file is no longer in its place. */
    @SuppressWarnings("try") // held for its duration only
    private boolean writeInPlace(byte[] line) throws IOException {
        try (FileLock lock = channel.lock()) {
            if (!Objects.equals(key, keyOfPlace())) {
                return false;
            }
            long size = channel.size();
            if (size > 0 && size + line.length > rotation.bytes() && rotated()) {
                return false;
            }
            appendWhole(line, size);
            return true;
        }
    }

    /** Leaves no part of a line behind if the disk is full. */
    private void appendWhole(byte[] line, long size) throws IOException {
        try {
            append(line);
        } catch (IOException e) {
            try {
                channel.truncate(size);
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private void append(byte[] line) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(line);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** Rotates the file; false if it cannot be moved, as a mount point cannot, so that it has to go on growing. */
    private boolean rotated() throws IOException {
        if (isUnmovable) {
            return false;
        }
        try {
            if (rotation.files() == 1) {
                Files.deleteIfExists(file);
                return true;
            }
            Path away = file.resolveSibling(file.getFileName() + ".rotated");
            Files.move(file, away, StandardCopyOption.ATOMIC_MOVE); // first, as it is the one that may fail
            for (int number = rotation.files() - 2; number > 0; number--) {
                Path older = numbered(number);
                if (Files.exists(older, LinkOption.NOFOLLOW_LINKS)) {
                    Files.move(older, numbered(number + 1), StandardCopyOption.ATOMIC_MOVE);
                }
            }
            Files.move(away, numbered(1), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileSystemException e) {
            isUnmovable = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
            if (isUnmovable) {
                return false;
            }
            throw e;
        }
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    private void reopen() throws IOException {
        channel.close();
        channel = open();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
