package dev.nydusview.rootfs.unpack;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.rootfs.Allowance;
import dev.nydusview.rootfs.tar.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.security.MessageDigest;

/** The archive that a stored layer unpacks to: no longer than allowed, and compared with its digest at its end. */
final class LayerContent extends InputStream {
    private static final int BUFFER = 1 << 16;

    private final Sha256 diffId;
    private final Allowance allowance;
    private final MessageDigest sha256 = Sha256.digester();
    private final InputStream unpacked;

    /**
     * @param diffId digest of the archive
     * @param stored verified
     */
    LayerContent(Sha256 diffId, InputStream stored, Allowance allowance) throws IOException {
        this.diffId = diffId;
        this.allowance = allowance;
        try {
            this.unpacked = Compression.decompressed(stored);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw corrupt(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = readUnpacked(buffer, offset, length);
        if (count > 0) {
            allowance.takeBytes(count);
            sha256.update(buffer, offset, count);
        }
        return count;
    }

    private int readUnpacked(byte[] buffer, int offset, int length) throws IOException {
        try {
            return unpacked.read(buffer, offset, length);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw corrupt(e);
        }
    }

    private static CorruptDataException corrupt(Exception fault) {
        return new CorruptDataException("it cannot be decompressed: " + fault.getMessage());
    }

    /** Reads the rest behind the archive, and verifies the whole. */
    void finish() throws IOException {
        byte[] ignored = new byte[BUFFER];
        while (read(ignored, 0, ignored.length) >= 0) {
            // Reading updates the digest.
        }
        Sha256 actual = Sha256.finish(sha256);
        if (!actual.equals(diffId)) {
            throw new CorruptDataException(
                    "it unpacks to " + actual + ", but the configuration of the image says " + diffId);
        }
    }

    @Override
    public void close() throws IOException {
        unpacked.close();
    }
}
