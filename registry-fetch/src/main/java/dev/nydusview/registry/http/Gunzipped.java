package dev.nydusview.registry.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A body that a server or proxy has compressed although nobody asked for that; its bytes are those before. */
final class Gunzipped extends InputStream {
    private static final int BUFFER = 8192;

    private final InputStream compressed;
    private final String request;
    private @Nullable InputStream plain;

    /** @param request for messages */
    Gunzipped(InputStream compressed, String request) {
        this.compressed = compressed;
        this.request = request;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            InputStream in = plain;
            if (in == null) {
                in = new GZIPInputStream(compressed, BUFFER);
                plain = in;
            }
            return in.read(buffer, offset, length);
        } catch (ZipException | EOFException e) {
            throw new BadAnswer(request + ": the body is not gzip, as its Content-Encoding says: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        compressed.close();
    }
}
