package dev.nydusview.registry.blob;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bytes of a file: all of it, or those of an entry of an archive.
 *
 * @param offset of the first of them in the file
 * @param length bytes
 */
public record Extent(Path file, long offset, long length) {
    /** Returns all bytes of a file. */
    public static Extent of(Path file) throws IOException {
        return new Extent(file, 0, Files.size(file));
    }

    /** Opens a stream of the bytes; it ends early if the file does. */
    public InputStream open() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new LimitedStream(Channels.newInputStream(channel.position(offset)), length);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Reads {@code count} bytes from {@code from} on. Opens the file for each read: a channel that is shared closes for all
     * when one reader is interrupted.
     *
     * @throws EOFException if the file ends before
     */
    public ByteBuffer read(long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + from + bytes.position()) < 0) {
                    throw new EOFException(file + " ends early");
                }
            }
        }
        return bytes.flip();
    }

    /** Reads all bytes, which are few. */
    public byte[] bytes() throws IOException {
        try (InputStream in = open()) {
            return in.readAllBytes();
        }
    }
}
