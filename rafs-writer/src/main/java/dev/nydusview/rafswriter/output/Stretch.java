package dev.nydusview.rafswriter.output;

import dev.nydusview.rafs.model.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** A stretch of a file that is written from its start on. Several stretches of one file can grow at a time. */
public final class Stretch implements Closeable {
    private static final int BUFFER = 64 << 10;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private long written;

    /** @param start offset of the first byte */
    public Stretch(FileChannel file, long start) {
        this.file = file;
        this.written = start;
    }

    /** Returns the offset in the file of the byte that comes next. */
    public long position() {
        return written + buffer.position();
    }

    public Stretch u8(int value) throws IOException {
        room(Byte.BYTES).put((byte) value);
        return this;
    }

    public Stretch u16(int value) throws IOException {
        room(Short.BYTES).putShort((short) value);
        return this;
    }

    public Stretch u32(long value) throws IOException {
        room(Integer.BYTES).putInt((int) value);
        return this;
    }

    public Stretch u64(long value) throws IOException {
        room(Long.BYTES).putLong(value);
        return this;
    }

    public Stretch digest(Digest digest) throws IOException {
        return bytes(digest.toBytes());
    }

    public Stretch bytes(byte[] bytes) throws IOException {
        return bytes(ByteBuffer.wrap(bytes));
    }

    /** Writes what remains of {@code bytes}, whose position moves to its end. */
    public Stretch bytes(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int count = Math.min(room(1).remaining(), bytes.remaining());
            buffer.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
        }
        return this;
    }

    /** Writes {@code text}, then zeros up to {@code length} bytes. */
    public Stretch padded(byte[] text, int length) throws IOException {
        return bytes(text).zeros(length - (long) text.length);
    }

    public Stretch zeros(long count) throws IOException {
        for (long left = count; left > 0; left--) {
            u8(0);
        }
        return this;
    }

    /** Writes zeros up to {@code offset}, which is not behind. */
    public Stretch upTo(long offset) throws IOException {
        if (offset < position()) {
            throw new IllegalArgumentException("offset " + offset + " is before " + position());
        }
        return zeros(offset - position());
    }

    private ByteBuffer room(int count) throws IOException {
        if (buffer.remaining() < count) {
            flush();
        }
        return buffer;
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            written += file.write(buffer, written);
        }
        buffer.clear();
    }

    /** Writes what is buffered; the file stays open. */
    @Override
    public void close() throws IOException {
        flush();
    }
}
