package dev.nydusview.scan.mount;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Passes on the standard error of a program, and keeps the end of it. */
final class MessageTail extends OutputStream {
    private static final int KEPT = 16 << 10;

    private final OutputStream next;
    private final byte[] ring = new byte[KEPT];
    private long written;

    MessageTail(OutputStream next) {
        this.next = next;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        keep(bytes, offset, length);
        next.write(bytes, offset, length);
    }

    private synchronized void keep(byte[] bytes, int offset, int length) {
        for (int i = Math.max(0, length - KEPT); i < length; i++) {
            ring[(int) ((written + i) % KEPT)] = bytes[offset + i];
        }
        written += length;
    }

    @Override
    public void flush() throws IOException {
        next.flush();
    }

    /** The last bytes as text. */
    synchronized String text() {
        int length = (int) Math.min(written, KEPT);
        byte[] end = new byte[length];
        for (int i = 0; i < length; i++) {
            end[i] = ring[(int) ((written - length + i) % KEPT)];
        }
        return new String(end, StandardCharsets.UTF_8);
    }
}
