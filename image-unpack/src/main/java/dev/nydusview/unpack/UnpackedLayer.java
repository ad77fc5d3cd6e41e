package dev.nydusview.unpack;

import com.github.luben.zstd.ZstdInputStream;
import dev.nydusview.base.CorruptDataException;
import dev.nydusview.image.plain.OciLayer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** The tar that a stored layer unpacks to: no longer than allowed, and compared with its digest at its end. */
final class UnpackedLayer extends InputStream {
    private static final int GZIP = 0x1f8b;
    private static final int ZSTD = 0x28b52ffd;
    /** zstd frames for a new content start with one that holds none, if it is made to be read in parts. */
    private static final int ZSTD_SKIPPABLE = 0x184d2a50;

    private static final int BUFFER = 1 << 16;

    private final OciLayer layer;
    private final Budget budget;
    private final MessageDigest sha256;
    private final InputStream unpacked;

    /** @param stored verified */
    UnpackedLayer(OciLayer layer, InputStream stored, Budget budget) throws IOException {
        this.layer = layer;
        this.budget = budget;
        this.sha256 = sha256();
        this.unpacked = decompressed(new BufferedInputStream(stored, BUFFER));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** By what the content starts with: media types are missing or wrong at times. */
    private InputStream decompressed(BufferedInputStream stored) throws IOException {
        stored.mark(4);
        byte[] start = stored.readNBytes(4);
        stored.reset();
        int magic = 0;
        for (byte b : start) {
            magic = (magic << 8) | (b & 0xff);
        }
        if (start.length < 4) {
            return stored;
        }
        if (magic >>> 16 == GZIP) {
            return gunzip(stored);
        }
        boolean skippable = (Integer.reverseBytes(magic) & ~0xf) == ZSTD_SKIPPABLE;
        return magic == ZSTD || skippable ? new ZstdInputStream(stored) : stored;
    }

    private InputStream gunzip(InputStream stored) throws IOException {
        try {
            return GzipCompressorInputStream.builder()
                    .setInputStream(stored)
                    .setBufferSize(BUFFER)
                    .setDecompressConcatenated(true)
                    .get();
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
            budget.takeBytes(count);
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

    private CorruptDataException corrupt(Exception fault) {
        return new CorruptDataException("it cannot be decompressed: " + fault.getMessage());
    }

    /** Reads what is left behind the archive, and verifies the whole. */
    void finish() throws IOException {
        byte[] ignored = new byte[BUFFER];
        while (read(ignored, 0, ignored.length) >= 0) {
            // Reading is what hashes.
        }
        String actual = "sha256:" + HexFormat.of().formatHex(sha256.digest());
        if (!actual.equals(layer.diffId())) {
            throw new CorruptDataException(
                    "it unpacks to " + actual + ", but the configuration of the image says " + layer.diffId());
        }
    }

    @Override
    public void close() throws IOException {
        unpacked.close();
    }
}
