package dev.nydusview.plugin.discovery;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the end of what is written to it. */
final class LastWords extends OutputStream {
    private static final int SIZE = 1 << 12;

    private final byte[] ring = new byte[SIZE];
    private long written;

    @Override
    public synchronized void write(int value) {
        ring[(int) (written++ % SIZE)] = (byte) value;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        for (int i = Math.max(0, length - SIZE); i < length; i++) {
            write(bytes[offset + i]);
        }
    }

    /** Returns the last line, which in messages of failures says most; empty if there is none. */
    synchronized String line() {
        byte[] kept = new byte[(int) Math.min(written, SIZE)];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = ring[(int) ((written - kept.length + i) % SIZE)];
        }
        String text = new String(kept, StandardCharsets.UTF_8).strip();
        return text.substring(text.lastIndexOf('\n') + 1);
    }
}
