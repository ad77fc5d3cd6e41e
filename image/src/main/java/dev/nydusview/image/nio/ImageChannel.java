package dev.nydusview.image.nio;

import dev.nydusview.rafs.model.Inode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** The bytes of a regular file. Each is verified before it is delivered; a read that fails moves nothing. */
final class ImageChannel implements SeekableByteChannel {
    /** Enough for chunks to be fetched together, and few enough for a buffer of any size not to take all memory. */
    private static final int MAX_READ = 8 << 20;

    private final NydusFileSystem fileSystem;
    private final Inode file;
    private long position;
    private boolean closed;

    ImageChannel(NydusFileSystem fileSystem, Inode file) {
        this.fileSystem = fileSystem;
        this.file = file;
    }

    @Override
    public synchronized int read(ByteBuffer target) throws IOException {
        requireOpen();
        if (position >= file.size()) {
            return target.hasRemaining() ? -1 : 0;
        }
        int start = target.position();
        int limit = target.limit();
        target.limit(start + Math.min(MAX_READ, limit - start));
        int end = start;
        try {
            int count = fileSystem.image().files().read(file, position, target);
            position += count;
            end = start + count;
            return count;
        } finally {
            target.limit(limit).position(end);
        }
    }

    @Override
    public synchronized long position() throws IOException {
        requireOpen();
        return position;
    }

    @Override
    public synchronized SeekableByteChannel position(long to) throws IOException {
        requireOpen();
        if (to < 0) {
            throw new IllegalArgumentException("negative position " + to);
        }
        position = to;
        return this;
    }

    @Override
    public synchronized long size() throws IOException {
        requireOpen();
        return file.size();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public synchronized boolean isOpen() {
        return !closed && fileSystem.isOpen();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private void requireOpen() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }
}
