package dev.nydusview.registry.manifest;

import dev.nydusview.rafs.RafsFormatException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * A stream that must have a given length and SHA-256. It is compared before the end is reported, so that whoever has
 * read to the end has read the right bytes.
 */
final class VerifyingStream extends FilterInputStream {
    private final String what;
    private final long size;
    private final String digest;
    private final MessageDigest sha256 = Sha256.start();
    private long count;
    private boolean verified;

    /** @param what names the content in messages */
    VerifyingStream(InputStream in, String what, long size, String digest) {
        super(in);
        this.what = what;
        this.size = size;
        this.digest = digest;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = in.read(target, offset, length);
        if (n < 0) {
            verify();
            return n;
        }
        sha256.update(target, offset, n);
        count += n;
        if (count > size) {
            throw new RafsFormatException(what + " is longer than the " + size + " bytes that its manifest says");
        }
        return n;
    }

    /** Reads what is left, and so verifies the whole. */
    void drain() throws IOException {
        byte[] rest = new byte[8192];
        while (read(rest, 0, rest.length) >= 0) {
            continue;
        }
    }

    @Override
    public long skip(long n) throws IOException {
        return readNBytes((int) Math.min(n, 8192)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void verify() throws IOException {
        if (verified) {
            return;
        }
        if (count != size) {
            throw new IOException(what + " ends after " + count + " of " + size + " bytes");
        }
        String actual = Sha256.finish(sha256);
        if (!actual.equals(digest)) {
            throw new RafsFormatException(what + " is not what its manifest says: got " + actual + ", want " + digest);
        }
        verified = true;
    }
}
