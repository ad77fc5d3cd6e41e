package dev.nydusview.registry.manifest;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Content that is compared with its descriptor. Additional, missing or different bytes are an error no later than at
 * the end, so bytes read from it must not be trusted before {@link #finish} returned.
 */
public final class VerifyingInputStream extends FilterInputStream {
    private final Descriptor descriptor;
    private final String what;
    private final MessageDigest sha256;
    private long remaining;
    private boolean ended;
    private boolean sourceFailed;
    /** Thrown at every further read: decoders that look for more at the end, as GZIPInputStream does, pass over one. */
    private @Nullable IOException fault;

    /** @param what for messages, such as {@code bootstrap layer} */
    public VerifyingInputStream(InputStream in, Descriptor descriptor, String what) {
        super(in);
        this.descriptor = descriptor;
        this.what = what;
        this.sha256 = Sha256.digester();
        this.remaining = descriptor.size();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (fault != null) {
            throw fault;
        }
        if (length == 0) {
            return 0;
        }
        int count = readSource(buffer, offset, length);
        if (count < 0) {
            end();
            return -1;
        }
        remaining -= count;
        if (remaining < 0) {
            throw failed(corrupt("is longer than the " + descriptor.size() + " bytes in its descriptor"));
        }
        sha256.update(buffer, offset, count);
        return count;
    }

    private int readSource(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (IOException e) {
            sourceFailed = true;
            throw failed(e);
        }
    }

    /** Tests whether the source failed, rather than the bytes that came from it. */
    public boolean sourceFailed() {
        return sourceFailed;
    }

    /** Skipped bytes are hashed as well. */
    @Override
    public long skip(long count) throws IOException {
        byte[] ignored = new byte[(int) Math.min(Math.max(count, 0), 8192)];
        return Math.max(read(ignored, 0, ignored.length), 0);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Reads the rest and verifies the whole. */
    public void finish() throws IOException {
        byte[] ignored = new byte[8192];
        while (read(ignored, 0, ignored.length) >= 0) {
            // Reading updates the digest.
        }
    }

    private void end() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        if (remaining > 0) {
            throw failed(corrupt("ends after " + (descriptor.size() - remaining) + " of the " + descriptor.size()
                    + " bytes in its descriptor"));
        }
        Sha256 actual = Sha256.finish(sha256);
        if (!actual.equals(descriptor.digest())) {
            throw failed(corrupt("has the digest " + actual));
        }
    }

    private IOException failed(IOException reason) {
        fault = reason;
        return reason;
    }

    private CorruptDataException corrupt(String fault) {
        return new CorruptDataException("corrupt " + what + ": " + descriptor.digest() + " " + fault);
    }
}
