package dev.nydusview.registry.blob;

import java.io.IOException;
import java.io.InputStream;
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

    /** Reads all bytes, which are few. */
    public byte[] bytes() throws IOException {
        try (InputStream in = open()) {
            return in.readAllBytes();
        }
    }
}
