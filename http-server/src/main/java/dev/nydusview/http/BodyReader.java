package dev.nydusview.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads bodies, of a given length or in chunks (RFC 9112 section 7.1). */
final class BodyReader {
    /** Digits of a size, and extensions, which are not used in practice. */
    private static final int MAX_SIZE_LINE = 256;

    /**
     * Extensions are passed over, but must have their form: a quote that is not closed would hide the end of the line.
     */
    private static final Pattern SIZE_LINE = Pattern.compile("([0-9a-fA-F]{1,8})" + "(?:[ \\t]*;[ \\t]*"
            + HeadReader.TOKEN_CHARACTER + "++(?:[ \\t]*=[ \\t]*(?:" + HeadReader.TOKEN_CHARACTER
            + "++|\"(?:[^\"\\\\]|\\\\.)*+\"))?)*+");

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

    /** @param length in bytes, or {@link Headers#CHUNKED} */
    byte[] read(long length) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (length != Headers.CHUNKED) {
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
            throw new HttpException(400, "a chunk is longer than its stated size");
        }
    }

    private long chunkSize() throws IOException {
        Matcher line = SIZE_LINE.matcher(in.line(MAX_SIZE_LINE));
        if (!line.matches()) {
            throw new HttpException(
                    400, "the size of a chunk is not a hexadecimal number, or its extensions are malformed");
        }
        return Long.parseLong(line.group(1), 16);
    }

    /** Allocates memory for bytes that have arrived, not for those that are announced. */
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
