package dev.nydusview.image.bootstrap;

import dev.nydusview.base.CorruptDataException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Delivers no more than it was last allowed to: what unpacks to more than its reader expects is a bomb. */
final class AllowanceInputStream extends FilterInputStream {
    private final String overrun;
    private long total;
    private long allowance;

    /**
     * @param total bytes that may be delivered in all
     * @param overrun the message when more is asked for
     */
    AllowanceInputStream(InputStream in, long total, String overrun) {
        super(in);
        this.total = total;
        this.overrun = overrun;
    }

    /** From here on, {@code bytes} may be read before this is called again. */
    void allow(long bytes) {
        allowance = bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        long most = Math.min(allowance, total);
        // At the limit one byte more is asked for, since the end of the stream is no overrun.
        int count = in.read(buffer, offset, (int) Math.min(length, Math.max(most, 1)));
        if (count > most) {
            throw new CorruptDataException(overrun);
        }
        total -= Math.max(count, 0);
        allowance -= Math.max(count, 0);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] ignored = new byte[(int) Math.min(Math.max(count, 0), 8192)];
        return Math.max(read(ignored, 0, ignored.length), 0);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
