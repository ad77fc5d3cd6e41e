package dev.nydusview.scan.report;

import java.io.IOException;
import java.io.OutputStream;

/** A report as it is passed on. */
public final class Report {
    private final byte[] bytes;

    private Report(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes {@code bytes} over. */
    public static Report of(byte[] bytes) {
        return new Report(bytes);
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }
}
