package dev.nydusview.image.manifest;

import dev.nydusview.rootfs.tar.Compression;
import dev.nydusview.rootfs.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The first bytes of a layer as docker and containerd look at them ({@code archive.DecompressStream}, Go's
 * {@code archive/tar}): decompressed if they start like gzip, bzip2, xz or zstd, then read as a tar archive. In doubt
 * they may be one.
 */
final class TarDetection {
    /** Bytes that are read: the compressed size of a block of 512 bytes, with room for many small frames. */
    static final int NEEDED = 1 << 20;

    private static final int BLOCK = 512;

    private final byte[] start;

    TarDetection(byte[] start) {
        this.start = start.clone();
    }

    /** Tests whether a tar archive may begin here; an empty archive begins with zeros, or has no bytes. */
    boolean mayBeTar() {
        boolean skippable = start.length >= 4 && (start[0] & 0xf0) == 0x50 && start[1] == 0x2a && start[2] == 0x4d;
        if (skippable || starts('B', 'Z', 'h') || starts(0xfd, '7', 'z')) {
            return true;
        }
        try (InputStream plain = Compression.decompressed(new ByteArrayInputStream(start))) {
            return TarReader.mayBegin(plain.readNBytes(BLOCK));
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
}
