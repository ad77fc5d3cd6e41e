package dev.nydusview.testdata.builder;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes written one behind the other. */
final class ByteSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A little-endian record of {@code size} zero bytes. */
    static ByteBuffer record(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    static int aligned(int length, int alignment) {
        return (length + alignment - 1) / alignment * alignment;
    }

    /** Returns all bytes of a record, whatever its position. */
    static byte[] bytes(ByteBuffer record) {
        byte[] all = new byte[record.capacity()];
        record.get(0, all);
        return all;
    }

    int position() {
        return bytes.size();
    }

    /** Appends all of {@code record}, whatever its position. */
    ByteSink put(ByteBuffer record) {
        return put(bytes(record));
    }

    ByteSink put(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    ByteSink align(int alignment) {
        return put(new byte[aligned(position(), alignment) - position()]);
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
