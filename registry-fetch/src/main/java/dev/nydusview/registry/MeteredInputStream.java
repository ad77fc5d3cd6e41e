package dev.nydusview.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts bytes that are read through it as metadata. */
public final class MeteredInputStream extends FilterInputStream {
    private final TransferMeter meter;

    public MeteredInputStream(InputStream in, TransferMeter meter) {
        super(in);
        this.meter = meter;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        meter.countMetadata(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        meter.countMetadata(Math.max(count, 0));
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        meter.countMetadata(skipped);
        return skipped;
    }
}
