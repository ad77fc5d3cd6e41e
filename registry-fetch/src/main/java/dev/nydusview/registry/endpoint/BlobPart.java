package dev.nydusview.registry.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A part of a blob while it arrives, perhaps in several answers. What has arrived is not asked for again. */
final class BlobPart {
    private final long offset;
    private final int length;
    private byte[] bytes = {};
    private int received;
    private boolean ignored;

    BlobPart(long offset, int length) {
        this.offset = offset;
        this.length = length;
    }

    /** Returns the offset in the blob of the first byte that is missing. */
    long next() {
        return offset + received;
    }

    /** Notes an answer that ignores the range; returns whether there was one before. */
    boolean isIgnoredAgain() {
        boolean before = ignored;
        ignored = true;
        return before;
    }

    int left() {
        return length - received;
    }

    /** The header that asks for what is missing. */
    String range() {
        return "bytes=" + next() + "-" + (offset + length - 1);
    }

    /** Reads at most {@code limit} bytes; returns their number, -1 at the end of {@code body}. */
    int receive(InputStream body, int limit) throws IOException {
        if (bytes.length == 0) {
            bytes = new byte[length];
        }
        int count = body.read(bytes, received, Math.min(limit, left()));
        received += Math.max(count, 0);
        return count;
    }

    /** Returns all bytes, once none is left. */
    ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes);
    }
}
