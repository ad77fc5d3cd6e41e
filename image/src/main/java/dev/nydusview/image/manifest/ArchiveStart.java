package dev.nydusview.image.manifest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;

/**
 * The first bytes of a layer as docker and containerd look at them ({@code archive.DecompressStream}, Go's
 * {@code archive/tar}): decompressed if they start like gzip, bzip2, xz or zstd, then read as a tar archive. In doubt they
 * may be one.
 */
final class ArchiveStart {
    /** Bytes that are looked at: what a block of 512 bytes is compressed to, with room for many small frames. */
    static final int NEEDED = 1 << 20;

    private static final int BLOCK = 512;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_SIZE = 8;
    private static final Pattern OCTAL = Pattern.compile("[0-7]{1,8}");

    private final byte[] start;

    ArchiveStart(byte[] start) {
        this.start = start.clone();
    }

    /** True if a tar archive may begin here; an empty one does with zeros, or nothing. */
    boolean mayBeTar() {
        if (starts(0x1f, 0x8b)) {
            return mayBeTar(GZIPInputStream::new);
        }
        if (starts(0x28, 0xb5, 0x2f, 0xfd)) {
            return mayBeTar(ZstdCompressorInputStream::new);
        }
        boolean skippable = start.length >= 4 && (start[0] & 0xf0) == 0x50 && start[1] == 0x2a && start[2] == 0x4d;
        return skippable || starts('B', 'Z', 'h') || starts(0xfd, '7', 'z') || mayBeHeader(start);
    }

    private interface Decompression {
        InputStream of(InputStream in) throws IOException;
    }

    private boolean mayBeTar(Decompression decompression) {
        try (InputStream plain = decompression.of(new ByteArrayInputStream(start))) {
            return mayBeHeader(plain.readNBytes(BLOCK));
        } catch (IOException e) {
            return true;
        }
    }

    private boolean starts(int... magic) {
        if (start.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((start[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** True if the checksum of a header is right, over bytes with or without sign, as tar readers take both. */
    private static boolean mayBeHeader(byte[] bytes) {
        if (bytes.length < BLOCK) {
            return true;
        }
        byte[] field = Arrays.copyOfRange(bytes, CHECKSUM, CHECKSUM + CHECKSUM_SIZE);
        long unsigned = (long) CHECKSUM_SIZE * ' ';
        long signed = unsigned;
        for (int i = 0; i < BLOCK; i++) {
            if (i < CHECKSUM || i >= CHECKSUM + CHECKSUM_SIZE) {
                unsigned += bytes[i] & 0xff;
                signed += bytes[i];
            }
        }
        boolean zeros = unsigned == (long) CHECKSUM_SIZE * ' ' && allZero(field);
        return zeros || states(field, unsigned) || states(field, signed);
    }

    /** A number in octal digits, or in 63 bits behind one that is set. */
    private static boolean states(byte[] field, long sum) {
        if ((field[0] & 0x80) != 0) {
            return ByteBuffer.wrap(field).getLong() << 1 >> 1 == sum;
        }
        String text = new String(field, StandardCharsets.ISO_8859_1).replaceAll("^[ \\x00]+|[ \\x00].*$", "");
        return OCTAL.matcher(text).matches() && Long.parseLong(text, 8) == sum;
    }

    private static boolean allZero(byte[] bytes) {
        for (byte one : bytes) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }
}
