package dev.nydusview.image.bootstrap;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.registry.manifest.Descriptor;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bootstrap layer as it was fetched, kept beside the files that were unpacked from it. It has the digest in the
 * manifest, which a forged layer cannot have; unpacking it again and comparing the result verifies the files. That
 * costs about as much as hashing them, as the layer has a small part of their bytes.
 */
final class CachedLayer {
    static final String NAME = "layer";
    private static final int BUFFER = 1 << 16;

    private final Descriptor layer;
    private final long limit;

    /** @param limit bytes that the layer may unpack to */
    CachedLayer(Descriptor layer, long limit) {
        this.layer = layer;
        this.limit = limit;
    }

    /** Unpacks {@code content} into {@code directory}, and stores {@code content} itself there. */
    List<StoredFile> write(InputStream content, Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        try (FileChannel channel = StoredFile.create(file)) {
            return new BootstrapLayer(layer, limit).unpack(new Copying(content, channel, file), directory);
        }
    }

    /**
     * Compares {@code files}, by their names, with the files that the layer in {@code directory} unpacks to.
     *
     * @throws IOException if they differ, or the layer does not have its digest
     */
    void verify(Path directory, Map<String, ByteBuffer> files) throws IOException {
        try (InputStream content = Channels.newInputStream(StoredFile.open(directory.resolve(NAME)))) {
            int found = new BootstrapLayer(layer, limit)
                    .unpack(content, (name, bytes, size) -> compare(name, bytes, size, files.get(name)))
                    .size();
            if (found != files.size()) {
                throw new CorruptDataException(directory + " has " + files.size() + " files, not " + found);
            }
        }
    }

    private static StoredFile compare(String name, InputStream content, long size, @Nullable ByteBuffer file)
            throws IOException {
        if (file == null || file.remaining() != size) {
            throw new CorruptDataException(name + " is missing, or does not have " + size + " bytes");
        }
        byte[] buffer = new byte[BUFFER];
        for (int at = 0; at < size; ) {
            int count = content.readNBytes(buffer, 0, (int) Math.min(buffer.length, size - at));
            if (count == 0) {
                throw new EOFException(name + " ends " + (size - at) + " bytes early");
            }
            if (!ByteBuffer.wrap(buffer, 0, count).equals(file.slice(at, count))) {
                throw new CorruptDataException(name + " differs from the unpacked layer");
            }
            at += count;
        }
        return new StoredFile(name, size, "");
    }

    /** Writes to a file all that is read through it. */
    private static final class Copying extends FilterInputStream {
        private final FileChannel channel;
        private final Path file;

        Copying(InputStream in, FileChannel channel, Path file) {
            super(in);
            this.channel = channel;
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            if (count > 0) {
                StoredFile.append(channel, ByteBuffer.wrap(buffer, offset, count), file);
            }
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            byte[] skipped = new byte[(int) Math.min(Math.max(count, 0), BUFFER)];
            return Math.max(read(skipped, 0, skipped.length), 0);
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
