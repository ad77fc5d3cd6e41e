package dev.nydusview.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Bytes of a channel, through a buffer. */
final class ByteInput {
    private static final int BUFFER = 16 << 10;

    private final ReadableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);

    ByteInput(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /** Waits for a byte; false at the end. */
    boolean await() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        buffer.clear();
        try {
            return channel.read(buffer) > 0;
        } finally {
            buffer.flip();
        }
    }

    private void require() throws IOException {
        if (!await()) {
            throw new EOFException("the connection ended within a message");
        }
    }

    /** Reads a line and drops its CR LF: printable ASCII and bytes above, as ISO 8859-1. */
    String line(int max) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            require();
            char c = (char) (buffer.get() & 0xff);
            if (c == '\r') {
                require();
                if (buffer.get() != '\n') {
                    throw new HttpException(400, "a carriage return without a line feed");
                }
                return line.toString();
            }
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new HttpException(400, "a control character in the head");
            }
            if (line.length() == max) {
                throw new HttpException(431, "the head is too large");
            }
            line.append(c);
        }
    }

    void readFully(byte[] into, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            require();
            int part = Math.min(length - done, buffer.remaining());
            buffer.get(into, from + done, part);
            done += part;
        }
    }

    void skip(long length) throws IOException {
        long left = length;
        while (left > 0) {
            require();
            int part = (int) Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + part);
            left -= part;
        }
    }

    /** Drops bytes that arrive, up to {@code max}. */
    void drain(long max) throws IOException {
        long left = max;
        while (left > 0 && await()) {
            left -= buffer.remaining();
            buffer.position(buffer.limit());
        }
    }
}
