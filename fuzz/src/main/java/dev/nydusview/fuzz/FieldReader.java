package dev.nydusview.fuzz;

import java.nio.ByteBuffer;

/** Takes numbers from the start of an input; zeros when it is used up. */
final class FieldReader {
    private final ByteBuffer input;

    FieldReader(byte[] input) {
        this.input = ByteBuffer.wrap(input);
    }

    int u8() {
        return input.hasRemaining() ? input.get() & 0xff : 0;
    }

    int u24() {
        return u8() | u8() << 8 | u8() << 16;
    }

    byte[] bytes(int most) {
        byte[] bytes = new byte[Math.min(most, input.remaining())];
        input.get(bytes);
        return bytes;
    }

    byte[] rest() {
        return bytes(input.remaining());
    }
}
