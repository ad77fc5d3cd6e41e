package dev.nydusview.scan.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Passes on what a program writes, and keeps the end of it. */
public final class OutputTail extends OutputStream {
    private static final int KEPT = 16 << 10;

    private final OutputStream next;
    private final byte[] ring = new byte[KEPT];
    private long written;

    /** @param next receives everything */
    public OutputTail(OutputStream next) {
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

    /** Returns the last line that is not blank, which in messages of failures says most; empty if there is none. */
    public String lastLine() {
        String text = text().strip();
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    /** Returns the last 16 KiB as text. */
    public synchronized String text() {
        int length = (int) Math.min(written, KEPT);
        byte[] end = new byte[length];
        for (int i = 0; i < length; i++) {
            end[i] = ring[(int) ((written - length + i) % KEPT)];
        }
        return new String(end, StandardCharsets.UTF_8);
    }
}
