package dev.nydusview.image.bootstrap;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Delivers at most the allowed number of bytes: compressed content that unpacks to more is a bomb. */
final class LimitedInputStream extends FilterInputStream {
    private final String excess;
    private long left;

    /**
     * @param limit bytes that may be delivered
     * @param excess the message if there are more
     */
    LimitedInputStream(InputStream in, long limit, String excess) {
        super(in);
        this.left = limit;
        this.excess = excess;
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
        // At the limit one byte more is asked for, since the end of the stream is not an excess.
        int count = in.read(buffer, offset, (int) Math.min(length, Math.max(left, 1)));
        if (count > left) {
            throw new BadLayerException(excess);
        }
        left -= Math.max(count, 0);
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
