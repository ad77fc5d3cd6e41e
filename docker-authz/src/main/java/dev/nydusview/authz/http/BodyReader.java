package dev.nydusview.authz.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Reads bodies, of a given length or in chunks. */
final class BodyReader {
    /** Digits of a size, and extensions that nobody uses. */
    private static final int MAX_SIZE_LINE = 256;

    private static final int MAX_DIGITS = 8;
    private static final int STEP = 64 << 10;

    private final ByteInput in;
    private final long max;
    private final boolean wanted;

    /** @param wanted whether to return the body, or to drop it */
    BodyReader(ByteInput in, long max, boolean wanted) {
        this.in = in;
        this.max = max;
        this.wanted = wanted;
    }

    byte[] read(long length) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (length != RequestHead.CHUNKED) {
            requireSmall(length);
            append(length, body);
            return body.toByteArray();
        }
        long total = 0;
        for (long size = chunkSize(); size > 0; size = chunkSize()) {
            total += size;
            requireSmall(total);
            append(size, body);
            requireEnd();
        }
        new HeadReader(in).headers();
        return body.toByteArray();
    }

    private void requireSmall(long length) throws HttpException {
        if (length > max) {
            throw new HttpException(413, "the body is larger than " + max + " bytes");
        }
    }

    private void requireEnd() throws IOException {
        byte[] end = new byte[2];
        in.readFully(end, 0, end.length);
        if (end[0] != '\r' || end[1] != '\n') {
            throw new HttpException(400, "a chunk is longer than it says");
        }
    }

    private long chunkSize() throws IOException {
        String line = in.line(MAX_SIZE_LINE);
        int semicolon = line.indexOf(';');
        String size = (semicolon < 0 ? line : line.substring(0, semicolon)).stripTrailing();
        if (size.length() > MAX_DIGITS || !size.matches("[0-9a-fA-F]+")) {
            throw new HttpException(400, "the size of a chunk is not a hexadecimal number");
        }
        return Long.parseLong(size, 16);
    }

    /** Takes memory for what has come, not for what is announced. */
    private void append(long length, ByteArrayOutputStream body) throws IOException {
        if (!wanted) {
            in.skip(length);
            return;
        }
        byte[] part = new byte[(int) Math.min(length, STEP)];
        for (long left = length; left > 0; left -= part.length) {
            int size = (int) Math.min(left, part.length);
            in.readFully(part, 0, size);
            body.write(part, 0, size);
        }
    }
}
