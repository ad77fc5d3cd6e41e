package dev.nydusview.plugin.service;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends what would never end: counts the bytes of a message, and of all of them. */
final class BoundedInput extends FilterInputStream {
    private final long maxMessage;
    private final long maxTotal;
    private long message;
    private long total;

    BoundedInput(InputStream in, long maxMessage, long maxTotal) {
        super(in);
        this.maxMessage = maxMessage;
        this.maxTotal = maxTotal;
    }

    /** More bytes than are read. */
    static final class TooMuchException extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuchException(String message) {
            super(message);
        }
    }

    /** What comes next is of another message; a parser may have read some of it already. */
    void nextMessage() {
        message = 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            message += count;
            total += count;
        }
        if (message > maxMessage) {
            throw new TooMuchException("it sent a message of more than " + maxMessage + " bytes");
        }
        if (total > maxTotal) {
            throw new TooMuchException("it sent more than " + maxTotal + " bytes");
        }
        return count;
    }
}
